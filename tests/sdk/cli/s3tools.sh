# S3's other well-known clients: s3cmd, rclone and s3fs.
needs="s3"

s3cmd_() {
  local host=${AWS_ENDPOINT_URL#http://}
  s3cmd --config=/dev/null --no-ssl --region=us-east-1 --host="$host" --host-bucket="$host" --access_key=test --secret_key=test --no-progress "$@"
}

rclone_() {
  RCLONE_CONFIG=/dev/null RCLONE_S3_PROVIDER=Other RCLONE_S3_ENDPOINT="$AWS_ENDPOINT_URL" RCLONE_S3_REGION=us-east-1 RCLONE_S3_ACCESS_KEY_ID=test RCLONE_S3_SECRET_ACCESS_KEY=test \
    RCLONE_S3_FORCE_PATH_STYLE=true env -u AWS_CA_BUNDLE rclone --retries 1 --low-level-retries 1 "$@"
}

# Both send the ACL "private" with copies, which buckets without ACLs refuse.
bucket() { aws s3api create-bucket --bucket "$unique" --object-ownership ObjectWriter > made.json; }

tree() {
  mkdir -p there/sub "there/two words"
  echo 1 > there/one
  echo 2 > "there/two words/ünï+cødé&.txt"
  head -c 3000000 /dev/urandom > there/sub/large
}

case_s3cmd_synchronises_both_ways() {
  program s3cmd
  bucket
  tree
  s3cmd_ sync there/ "s3://$unique/"
  s3cmd_ sync "s3://$unique/" back/
  diff -r there back
  rm there/one
  contains "delete: 's3://$unique/one'" "$(s3cmd_ sync --delete-removed there/ "s3://$unique/")"
  s3cmd_ cp "s3://$unique/sub/large" "s3://$unique/copy"
  s3cmd_ mv "s3://$unique/copy" "s3://$unique/moved"
  contains "moved" "$(s3cmd_ ls "s3://$unique/")"
  contains "3000000" "$(s3cmd_ info "s3://$unique/moved")"
  s3cmd_ rb --recursive --force "s3://$unique"
}

case_s3cmd_uploads_in_parts() {
  program s3cmd
  s3cmd_ mb "s3://$unique"
  head -c 12000000 /dev/urandom > film
  s3cmd_ put --multipart-chunk-size-mb=5 film "s3://$unique/film"
  s3cmd_ get "s3://$unique/film" back
  cmp film back
}

case_rclone_synchronises_both_ways_and_checks() {
  program rclone
  bucket
  tree
  rclone_ sync there ":s3:$unique/a"
  rclone_ check there ":s3:$unique/a"
  rclone_ check --download there ":s3:$unique/a"
  rclone_ sync ":s3:$unique/a" back
  diff -r there back
  rm there/one
  rclone_ sync there ":s3:$unique/a"
  same "" "$(rclone_ lsf ":s3:$unique/a/one")"
  rclone_ copyto ":s3:$unique/a/sub/large" ":s3:$unique/b/large"
  rclone_ moveto ":s3:$unique/b/large" ":s3:$unique/c/large"
  contains "3000000" "$(rclone_ ls ":s3:$unique/c")"
  rclone_ purge ":s3:$unique"
}

case_rclone_uploads_in_parts() {
  program rclone
  bucket
  head -c 12000000 /dev/urandom > film
  rclone_ copy --s3-upload-cutoff 5M --s3-chunk-size 5M film ":s3:$unique"
  rclone_ cat ":s3:$unique/film" > back
  cmp film back
}

case_s3fs_mounts_a_bucket() {
  program s3fs
  aws s3api create-bucket --bucket "$unique" > made.json
  printf 'test:test' > key
  chmod 600 key
  mkdir mounted
  s3fs "$unique" mounted -o "url=$AWS_ENDPOINT_URL,use_path_request_style,endpoint=us-east-1,passwd_file=$PWD/key" > s3fs.log 2>&1 < /dev/null || true
  grep -q " $PWD/mounted fuse.s3fs " /proc/mounts || { echo "nothing can be mounted here: $(cat s3fs.log)"; exit 77; }
  trap 'fusermount -u mounted || umount -l mounted' EXIT
  tree
  cp -r there mounted/
  diff -r there mounted/there
  mv mounted/there/one mounted/there/two
  echo more >> mounted/there/two
  same "$(printf '1\nmore')" "$(aws s3 cp "s3://$unique/there/two" -)"
  rm -r mounted/there
  same "" "$(aws s3 ls --recursive "s3://$unique")"
}
