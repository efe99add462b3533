needs="logs"

case_events_are_written_and_read() {
  aws logs create-log-group --log-group-name "$unique"
  aws logs create-log-stream --log-group-name "$unique" --log-stream-name one
  aws logs put-log-events --log-group-name "$unique" --log-stream-name one --log-events "timestamp=$(date +%s)000,message=hello" > put.json
  same hello "$(aws logs get-log-events --log-group-name "$unique" --log-stream-name one --query 'events[].message' --output text)"
}
