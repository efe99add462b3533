needs="iam lambda logs"

case_a_function_is_made_invoked_and_logged() {
  printf 'def handler(event, context):\n    print("it ran")\n    return {"hello": event["name"]}\n' > app.py
  python3 -m zipfile -c app.zip app.py
  echo '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}' > trust.json
  role=$(aws iam create-role --role-name "$unique" --assume-role-policy-document file://trust.json --query Role.Arn --output text)
  aws iam attach-role-policy --role-name "$unique" --policy-arn arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole
  aws lambda create-function --function-name "$unique" --runtime python3.12 --handler app.handler --role "$role" --zip-file fileb://app.zip --timeout 30 > made.json
  printf '{"name": "Ozu"}' > event.json
  aws lambda invoke --function-name "$unique" --payload fileb://event.json out.json > answer.json
  same '{"hello": "Ozu"}' "$(cat out.json)"
  aws logs filter-log-events --log-group-name "/aws/lambda/$unique" --query 'events[].message' --output text | grep -q 'it ran' || fail "it is not logged"
  aws lambda delete-function --function-name "$unique"
  refused ResourceNotFoundException aws lambda get-function --function-name "$unique"
}
