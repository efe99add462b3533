needs="sqs"

case_a_message_goes_through_a_queue() {
  url=$(aws sqs create-queue --queue-name "$unique" --query QueueUrl --output text)
  aws sqs send-message --queue-url "$url" --message-body 'hello 雲海' > sent.json
  read -r handle body <<<"$(aws sqs receive-message --queue-url "$url" --query 'Messages[0].[ReceiptHandle,Body]' --output text)"
  same 'hello 雲海' "$body"
  aws sqs delete-message --queue-url "$url" --receipt-handle "$handle"
  same 0 "$(aws sqs get-queue-attributes --queue-url "$url" --attribute-names ApproximateNumberOfMessagesNotVisible --query 'Attributes.*' --output text)"
  refused NonExistentQueue aws sqs get-queue-url --queue-name "$unique-missing"
}
