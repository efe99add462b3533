needs="dynamodb"

case_an_item_goes_through_a_table() {
  aws dynamodb create-table --table-name "$unique" --attribute-definitions AttributeName=pk,AttributeType=S --key-schema AttributeName=pk,KeyType=HASH --billing-mode PAY_PER_REQUEST > made.json
  aws dynamodb wait table-exists --table-name "$unique"
  aws dynamodb put-item --table-name "$unique" --item '{"pk":{"S":"a"},"n":{"N":"1"}}'
  aws dynamodb update-item --table-name "$unique" --key '{"pk":{"S":"a"}}' --update-expression 'ADD n :v' --expression-attribute-values '{":v":{"N":"2"}}'
  same 3 "$(aws dynamodb get-item --table-name "$unique" --key '{"pk":{"S":"a"}}' --query Item.n.N --output text)"
  same 1 "$(aws dynamodb query --table-name "$unique" --key-condition-expression 'pk = :p' --expression-attribute-values '{":p":{"S":"a"}}' --query Count --output text)"
  refused ConditionalCheckFailedException aws dynamodb put-item --table-name "$unique" --item '{"pk":{"S":"a"}}' --condition-expression 'attribute_not_exists(pk)'
  aws dynamodb delete-table --table-name "$unique" > gone.json
  aws dynamodb wait table-not-exists --table-name "$unique"
  refused ResourceNotFoundException aws dynamodb describe-table --table-name "$unique"
}
