needs="s3"

case_files_are_copied_up_and_down() {
  aws s3 mb "s3://$unique"
  echo hello > film.txt
  aws s3 cp film.txt "s3://$unique/a/film.txt" --metadata director=Ozu
  same hello "$(aws s3 cp "s3://$unique/a/film.txt" -)"
  same Ozu "$(aws s3api head-object --bucket "$unique" --key a/film.txt --query Metadata.director --output text)"
  aws s3 ls "s3://$unique" | grep -q 'PRE a/' || fail "the folder is not listed"
}

case_large_files_go_in_parts() {
  aws s3 mb "s3://$unique"
  head -c 9000000 /dev/urandom > film
  aws s3 cp film "s3://$unique/film" --no-progress
  aws s3 cp "s3://$unique/film" back --no-progress
  cmp film back
  aws s3api head-object --bucket "$unique" --key film --query ETag --output text | grep -q -- '-2"' || fail "it did not go in parts"
}

case_folders_are_synchronised() {
  aws s3 mb "s3://$unique"
  mkdir -p there/sub
  echo 1 > there/one
  echo 2 > "there/sub/two words"
  aws s3 sync there "s3://$unique"
  rm there/one
  aws s3 sync there "s3://$unique" --delete | grep -q 'delete: s3://.*/one' || fail "what is gone was not deleted"
  aws s3 sync "s3://$unique" back
  same 2 "$(cat "back/sub/two words")"
  same "" "$(aws s3 sync there "s3://$unique" --delete)"
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
  echo first > film
  same '"b1946ac92492d2347c6235b4d2611184"' "$(printf 'hello\n' > film; aws s3api put-object --bucket "$unique" --key film --body film --query ETag --output text)"
  aws s3api put-object-tagging --bucket "$unique" --key film --tagging 'TagSet=[{Key=year,Value=1953}]'
  same 1953 "$(aws s3api get-object-tagging --bucket "$unique" --key film --query 'TagSet[0].Value' --output text)"
  same film "$(aws s3api list-objects-v2 --bucket "$unique" --query 'Contents[].Key' --output text)"
  aws s3api copy-object --bucket "$unique" --key copy --copy-source "$unique/film" > copied.json
  aws s3api get-object --bucket "$unique" --key copy --range bytes=0-3 part > got.json
  same hell "$(cat part)"
  refused NoSuchKey aws s3api get-object --bucket "$unique" --key missing out
}
