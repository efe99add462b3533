import json

from cloud import CloudTest, client, needs, unique

iam = client("iam")
sts = client("sts")
POLICY = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
TRUST = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}


@needs("iam")
class Iam(CloudTest):
    def test_users_come_and_go(self):
        name = unique("user")
        user = iam.create_user(UserName=name, Path="/team/", Tags=[{"Key": "a", "Value": "b"}])["User"]
        self.assertEqual("arn:aws:iam::000000000000:user/team/" + name, user["Arn"])
        self.assertEqual([{"Key": "a", "Value": "b"}], iam.list_user_tags(UserName=name)["Tags"])
        self.refused("EntityAlreadyExists", iam.create_user, UserName=name)
        self.assertIn(name, [one["UserName"] for page in iam.get_paginator("list_users").paginate(PathPrefix="/team/", PaginationConfig={"PageSize": 1}) for one in page["Users"]])
        iam.delete_user(UserName=name)
        self.refused("NoSuchEntity", iam.get_user, UserName=name)

    def test_a_user_with_something_is_not_deleted(self):
        name = unique("user")
        iam.create_user(UserName=name)
        key = iam.create_access_key(UserName=name)["AccessKey"]
        self.refused("DeleteConflict", iam.delete_user, UserName=name)
        iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
        iam.delete_user(UserName=name)

    def test_keys_speak_for_their_users(self):
        name = unique("user")
        iam.create_user(UserName=name)
        key = iam.create_access_key(UserName=name)["AccessKey"]
        who = client("sts", key["AccessKeyId"], key["SecretAccessKey"]).get_caller_identity()
        self.assertEqual("arn:aws:iam::000000000000:user/" + name, who["Arn"])
        self.refused("SignatureDoesNotMatch", client("sts", key["AccessKeyId"], "wrong").get_caller_identity)

    def test_policies_have_versions(self):
        arn = iam.create_policy(PolicyName=unique("policy"), PolicyDocument=json.dumps(POLICY))["Policy"]["Arn"]
        second = dict(POLICY, Id="second")
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=json.dumps(second), SetAsDefault=True)
        self.assertEqual("v2", iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"])
        self.assertEqual(POLICY, iam.get_policy_version(PolicyArn=arn, VersionId="v1")["PolicyVersion"]["Document"])
        self.refused("DeleteConflict", iam.delete_policy_version, PolicyArn=arn, VersionId="v2")
        self.refused("MalformedPolicyDocument", iam.create_policy, PolicyName=unique("policy"), PolicyDocument="{}")

    def test_roles_with_policies(self):
        name = unique("role")
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST), Description="déjà vu")["Role"]
        self.assertEqual(TRUST, role["AssumeRolePolicyDocument"])
        iam.put_role_policy(RoleName=name, PolicyName="inline", PolicyDocument=json.dumps(POLICY))
        self.assertEqual(POLICY, iam.get_role_policy(RoleName=name, PolicyName="inline")["PolicyDocument"])
        iam.attach_role_policy(RoleName=name, PolicyArn="arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
        self.assertEqual(["AmazonS3ReadOnlyAccess"], [one["PolicyName"] for one in iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]])
        self.refused("DeleteConflict", iam.delete_role, RoleName=name)

    def test_groups(self):
        group, user = unique("group"), unique("user")
        iam.create_group(GroupName=group)
        iam.create_user(UserName=user)
        iam.add_user_to_group(GroupName=group, UserName=user)
        self.assertEqual([user], [one["UserName"] for one in iam.get_group(GroupName=group)["Users"]])
        self.assertEqual([group], [one["GroupName"] for one in iam.list_groups_for_user(UserName=user)["Groups"]])

    def test_a_name_against_the_rules_is_refused(self):
        self.refused("ValidationError", iam.create_user, UserName="no spaces")


@needs("iam", "sts")
class Sts(CloudTest):
    def test_the_caller_is_root_of_the_keys_account(self):
        self.assertEqual("arn:aws:iam::000000000000:root", sts.get_caller_identity()["Arn"])
        self.assertEqual("111122223333", client("sts", "111122223333").get_caller_identity()["Account"])

    def test_a_role_is_assumed(self):
        name = unique("role")
        arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
        assumed = sts.assume_role(RoleArn=arn, RoleSessionName="ozu", DurationSeconds=900)
        keys = assumed["Credentials"]
        who = client("sts", keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"]).get_caller_identity()
        self.assertEqual("arn:aws:sts::000000000000:assumed-role/%s/ozu" % name, who["Arn"])
        self.assertEqual(assumed["AssumedRoleUser"]["AssumedRoleId"], who["UserId"])

    def test_a_role_that_is_not_there_is_not_assumed(self):
        self.refused("AccessDenied", sts.assume_role, RoleArn="arn:aws:iam::000000000000:role/" + unique("missing"), RoleSessionName="ozu")

    def test_a_duration_out_of_range_is_refused(self):
        unchecked = client("sts", parameter_validation=False)
        self.refused("ValidationError", unchecked.assume_role, RoleArn="arn:aws:iam::000000000000:role/runs", RoleSessionName="ozu", DurationSeconds=1)

    def test_session_tokens(self):
        keys = sts.get_session_token()["Credentials"]
        self.assertTrue(keys["AccessKeyId"].startswith("ASIA"))
