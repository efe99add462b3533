needs="iam sts"

case_the_caller_is_told() {
  same arn:aws:iam::000000000000:root "$(aws sts get-caller-identity --query Arn --output text)"
}

case_a_users_key_works() {
  aws iam create-user --user-name "$unique" > user.json
  read -r id secret <<<"$(aws iam create-access-key --user-name "$unique" --query 'AccessKey.[AccessKeyId,SecretAccessKey]' --output text)"
  same "arn:aws:iam::000000000000:user/$unique" "$(AWS_ACCESS_KEY_ID=$id AWS_SECRET_ACCESS_KEY=$secret aws sts get-caller-identity --query Arn --output text)"
  refused NoSuchEntity aws iam get-user --user-name "$unique-missing"
}

case_a_role_is_assumed() {
  echo '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}]}' > trust.json
  arn=$(aws iam create-role --role-name "$unique" --assume-role-policy-document file://trust.json --query Role.Arn --output text)
  aws iam attach-role-policy --role-name "$unique" --policy-arn arn:aws:iam::aws:policy/AdministratorAccess
  read -r id secret token <<<"$(aws sts assume-role --role-arn "$arn" --role-session-name ozu --query 'Credentials.[AccessKeyId,SecretAccessKey,SessionToken]' --output text)"
  same "arn:aws:sts::000000000000:assumed-role/$unique/ozu" "$(AWS_ACCESS_KEY_ID=$id AWS_SECRET_ACCESS_KEY=$secret AWS_SESSION_TOKEN=$token aws sts get-caller-identity --query Arn --output text)"
}
