needs="logs"

case_events_are_written_and_read() {
  aws logs create-log-group --log-group-name "$unique"
  aws logs create-log-stream --log-group-name "$unique" --log-stream-name one
  aws logs put-log-events --log-group-name "$unique" --log-stream-name one --log-events "timestamp=$(date +%s)000,message=hello" > put.json
  same hello "$(aws logs get-log-events --log-group-name "$unique" --log-stream-name one --query 'events[].message' --output text)"
}

case_a_group_is_tailed() {
  aws logs create-log-group --log-group-name "$unique"
  aws logs create-log-stream --log-group-name "$unique" --log-stream-name one
  aws logs put-log-events --log-group-name "$unique" --log-stream-name one --log-events "timestamp=$(date +%s)000,message=hello" "timestamp=$(date +%s)000,message=goodbye" > put.json
  # Version 1 of the AWS CLI has no tail, and asks as tail does.
  if aws --version 2>&1 | grep -q 'aws-cli/1\.'; then
    tailed=$(aws logs filter-log-events --log-group-name "$unique" --interleaved --start-time "$(($(date +%s) - 300))000" --filter-pattern '[word=hel*]' --query 'events[].message' --output text)
  else
    tailed=$(aws logs tail "$unique" --since 5m --filter-pattern '[word=hel*]' --format short)
  fi
  contains hello "$tailed"
  case "$tailed" in *goodbye*) fail "the pattern was passed over" ;; esac
}
