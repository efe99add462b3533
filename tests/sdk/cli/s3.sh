needs="s3"

case_files_are_copied_up_and_down() {
  aws s3 mb "s3://$unique"
  echo hello > film.txt
  aws s3 cp film.txt "s3://$unique/a/film.txt" --metadata director=Ozu
  same hello "$(aws s3 cp "s3://$unique/a/film.txt" -)"
  same Ozu "$(aws s3api head-object --bucket "$unique" --key a/film.txt --query Metadata.director --output text)"
  contains 'PRE a/' "$(aws s3 ls "s3://$unique")"
}

case_large_files_go_in_parts() {
  aws s3 mb "s3://$unique"
  head -c 9000000 /dev/urandom > film
  aws s3 cp film "s3://$unique/film" --no-progress
  aws s3 cp "s3://$unique/film" back --no-progress
  cmp film back
  contains '-2"' "$(aws s3api head-object --bucket "$unique" --key film --query ETag --output text)"
}

case_folders_are_synchronised() {
  aws s3 mb "s3://$unique"
  mkdir -p there/sub
  echo 1 > there/one
  echo 2 > "there/sub/two words"
  aws s3 sync there "s3://$unique"
  rm there/one
  contains "delete: s3://$unique/one" "$(aws s3 sync there "s3://$unique" --delete)"
  aws s3 sync "s3://$unique" back
  same 2 "$(cat "back/sub/two words")"
  same "" "$(aws s3 sync there "s3://$unique" --delete)"
}

case_an_access_point_stands_for_its_bucket() {
  aws s3 mb "s3://$unique"
  # As "unkai aws" does it: the name that the CLI makes with the account needs no resolver.
  export HTTP_PROXY=$AWS_ENDPOINT_URL
  local arn
  arn=$(aws s3control create-access-point --account-id 000000000000 --name "${unique:0:40}" --bucket "$unique" --query AccessPointArn --output text)
  echo hello | aws s3 cp - "s3://$arn/film.txt"
  same hello "$(aws s3 cp "s3://$unique/film.txt" -)"
}

case_presigned_urls_are_read_by_curl() {
  aws s3 mb "s3://$unique"
  echo hello | aws s3 cp - "s3://$unique/film.txt"
  same hello "$(curl -sf "$(aws s3 presign "s3://$unique/film.txt" --expires-in 60)")"
}

case_buckets_are_removed_with_what_is_in_them() {
  aws s3 mb "s3://$unique"
  echo x | aws s3 cp - "s3://$unique/film"
  refused BucketNotEmpty aws s3 rb "s3://$unique"
  aws s3 rb "s3://$unique" --force
  refused NoSuchBucket aws s3 ls "s3://$unique"
}

case_the_api_by_its_commands() {
  aws s3api create-bucket --bucket "$unique" > made.json
  same '"b1946ac92492d2347c6235b4d2611184"' "$(printf 'hello\n' > film; aws s3api put-object --bucket "$unique" --key film --body film --query ETag --output text)"
  aws s3api put-object-tagging --bucket "$unique" --key film --tagging 'TagSet=[{Key=year,Value=1953}]'
  same 1953 "$(aws s3api get-object-tagging --bucket "$unique" --key film --query 'TagSet[0].Value' --output text)"
  same film "$(aws s3api list-objects-v2 --bucket "$unique" --query 'Contents[].Key' --output text)"
  aws s3api copy-object --bucket "$unique" --key copy --copy-source "$unique/film" > copied.json
  aws s3api get-object --bucket "$unique" --key copy --range bytes=0-3 part > got.json
  same hell "$(cat part)"
  refused NoSuchKey aws s3api get-object --bucket "$unique" --key missing out
}

case_trees_are_copied_and_moved() {
  aws s3 mb "s3://$unique"
  mkdir -p there/sub
  echo 1 > there/one
  echo 2 > there/sub/two
  aws s3 cp --recursive there "s3://$unique/a"
  aws s3 mv --recursive "s3://$unique/a" "s3://$unique/b"
  same "" "$(aws s3 ls "s3://$unique/a/" || true)"
  aws s3 cp --recursive "s3://$unique/b" back
  diff -r there back
}

case_locks_lifecycles_and_replication_by_their_commands() {
  aws s3api create-bucket --bucket "$unique" --object-lock-enabled-for-bucket > made.json
  aws s3api put-object-lock-configuration --bucket "$unique" --object-lock-configuration 'ObjectLockEnabled=Enabled,Rule={DefaultRetention={Mode=GOVERNANCE,Days=1}}'
  echo x > film
  version=$(aws s3api put-object --bucket "$unique" --key film --body film --query VersionId --output text)
  refused AccessDenied aws s3api delete-object --bucket "$unique" --key film --version-id "$version"
  same GOVERNANCE "$(aws s3api get-object-retention --bucket "$unique" --key film --query Retention.Mode --output text)"
  aws s3api put-bucket-lifecycle-configuration --bucket "$unique" --lifecycle-configuration '{"Rules":[{"ID":"r","Status":"Enabled","Filter":{"Prefix":""},"NoncurrentVersionExpiration":{"NoncurrentDays":3}}]}' > put.json
  same 3 "$(aws s3api get-bucket-lifecycle-configuration --bucket "$unique" --query 'Rules[0].NoncurrentVersionExpiration.NoncurrentDays' --output text)"
}

case_queries_by_select() {
  aws s3 mb "s3://$unique"
  printf 'a,1\nb,2\n' | aws s3 cp - "s3://$unique/data"
  aws s3api select-object-content --bucket "$unique" --key data --expression 'SELECT _1 FROM S3Object WHERE CAST(_2 AS INT) > 1' --expression-type SQL --input-serialization 'CSV={}' --output-serialization 'CSV={}' out
  same b "$(cat out)"
}
