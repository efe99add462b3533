#!/usr/bin/env bash
# Runs the case_… functions of one file, each in a folder and a shell of its own, and prints a line a case:
# CASE, file, name, outcome, output in base64.
set -uo pipefail

suite=$(readlink -f "$1")
file=$(basename "$suite" .sh)
run=${UNKAI_RUN:-by-hand}
export AWS_PAGER="" AWS_CONFIG_FILE=/dev/null AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_MAX_ATTEMPTS=1
export AWS_DISABLE_HOST_PREFIX_INJECTION=true
services=$(curl -sf "$AWS_ENDPOINT_URL/_unkai/health")

aws() { command aws --endpoint-url "$AWS_ENDPOINT_URL" "$@"; }
fail() { echo "$*"; exit 1; }
same() { [ "$1" = "$2" ] || fail "expected '$1' but there was '$2'"; }

contains() { case "$2" in *"$1"*) ;; *) fail "'$1' is not in '$2'" ;; esac; }

# A case whose program is not here ends as skipped.
program() { command -v "$1" >/dev/null 2>&1 || { echo "there is no $1 here"; exit 77; }; }

# The command must fail, naming this error.
refused() {
  local code=$1 output
  shift
  if output=$("$@" 2>&1); then fail "it was not refused: $*"; fi
  contains "$code" "$output"
}

needs=""
# shellcheck source=/dev/null
. "$suite"
missing=""
for service in $needs; do grep -qF "\"$service\":" <<<"$services" || missing="$missing $service"; done

number=0
for case in $(declare -F | awk '/ case_/ { print $3 }' | while read -r name; do grep -n "^$name()" "$suite"; done | sort -n | sed -E 's/^[0-9]+:(case_[a-z0-9_]+).*/\1/'); do
  name=${case#case_}
  number=$((number + 1))
  unique="cli-$run-$file-$number"
  if [ -n "$missing" ]; then
    printf 'CASE\t%s\t%s\tskipped\t%s\n' "$file" "$name" "$(printf 'this cloud has no%s' "$missing" | base64 -w0)"
    continue
  fi
  folder=$(mktemp -d)
  output=$(cd "$folder"; set -e; "$case" 2>&1)
  case $? in 0) outcome=ok ;; 77) outcome=skipped ;; *) outcome=failed ;; esac
  rm -rf "$folder"
  printf 'CASE\t%s\t%s\t%s\t%s\n' "$file" "$name" "$outcome" "$(printf '%s' "$output" | base64 -w0)"
done
