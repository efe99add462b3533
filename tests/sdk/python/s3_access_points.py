import json
import socket
import unittest
import urllib.error
import urllib.request
from urllib.parse import urlparse

from cloud import ENDPOINT, CloudTest, client, needs, unique

import boto3
from botocore.config import Config

OWNER = "000000000000"
OTHER = "111122223333"
PORT = urlparse(ENDPOINT).port

# SDKs put accounts and access points before the host, and not every resolver knows names under localhost.
_resolve = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **more: _resolve("127.0.0.1" if str(host).endswith(".localhost") else host, *rest, **more)


def named(service, key="test", secret="test", region="us-east-1"):
    return boto3.client(
        service, endpoint_url="http://localhost:%d" % PORT, region_name=region, aws_access_key_id=key, aws_secret_access_key=secret,
        config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}))


s3 = named("s3")
control = named("s3control")
other = named("s3", OTHER)
other_control = named("s3control", OTHER)

newer = unittest.skipUnless(hasattr(control, "tag_resource"), "this boto3 does not know the aliases and tags of access points")


def raw(path, headers=None, host=None, method="GET", body=None):
    request = urllib.request.Request("http://127.0.0.1:%d%s" % (PORT, path), data=body, method=method, headers={**(headers or {}), **({"Host": host} if host else {})})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


@needs("s3", "s3control")
class S3AccessPoints(CloudTest):
    def setUp(self):
        self.bucket = unique("points")
        s3.create_bucket(Bucket=self.bucket)

    def point(self, name=None, account=OWNER, by=control, **more):
        name = name or unique("ap")
        made = by.create_access_point(AccountId=account, Name=name, Bucket=self.bucket, **more)
        self.assertEqual("arn:aws:s3:us-east-1:%s:accesspoint/%s" % (account, name), made["AccessPointArn"])
        return name, made["AccessPointArn"], made["Alias"]

    def delegate(self, **condition):
        s3.put_bucket_policy(Bucket=self.bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "*", "Resource": ["arn:aws:s3:::" + self.bucket, "arn:aws:s3:::%s/*" % self.bucket],
            "Condition": {"StringEquals": condition or {"s3:DataAccessPointAccount": OWNER}}}]}))

    def allow(self, name, arn, account=OTHER, action="s3:GetObject", resource="/object/*", effect="Allow", by=control, owner=OWNER):
        by.put_access_point_policy(AccountId=owner, Name=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": [{
            "Effect": effect, "Principal": {"AWS": account}, "Action": action, "Resource": arn + resource}]}))

    @newer
    def test_what_is_made_is_told(self):
        name, arn, alias = self.point(Tags=[{"Key": "team", "Value": "film"}])
        self.assertRegex(alias, "^%s[a-z0-9]{34}-s3alias$" % (name[:20].rstrip("-") + "-"))
        found = control.get_access_point(AccountId=OWNER, Name=name)
        self.assertEqual((name, self.bucket, "Internet", alias, arn, OWNER), tuple(found[key] for key in ("Name", "Bucket", "NetworkOrigin", "Alias", "AccessPointArn", "BucketAccountId")))
        self.assertEqual({"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True}, found["PublicAccessBlockConfiguration"])
        self.assertEqual("s3-accesspoint.us-east-1.amazonaws.com", found["Endpoints"]["ipv4"])
        self.assertEqual([{"Key": "team", "Value": "film"}], control.list_tags_for_resource(AccountId=OWNER, ResourceArn=arn)["Tags"])
        control.delete_access_point(AccountId=OWNER, Name=name)
        self.refused("NoSuchAccessPoint", control.get_access_point, AccountId=OWNER, Name=name)
        self.refused("NoSuchAccessPoint", control.delete_access_point, AccountId=OWNER, Name=name)
        self.refused("InvalidAccessPointAliasError", s3.get_object, Bucket=alias, Key="film")

    def test_names_have_rules_and_are_taken_once(self):
        name, _, _ = self.point()
        taken = self.refused("AccessPointAlreadyOwnedByYou", control.create_access_point, AccountId=OWNER, Name=name, Bucket=self.bucket)
        self.assertEqual(409, taken["ResponseMetadata"]["HTTPStatusCode"])
        for wrong in ("Upper", "-film", "film-", "under_score", "a.b", "x" * 51, "film-s3alias"):
            self.refused("InvalidAccessPoint", control.create_access_point, AccountId=OWNER, Name=wrong, Bucket=self.bucket)
        self.refused("NoSuchBucket", control.create_access_point, AccountId=OWNER, Name=unique("ap"), Bucket=unique("none"))
        self.refused("AccessDenied", other_control.create_access_point, AccountId=OWNER, Name=unique("ap"), Bucket=self.bucket)
        self.refused("AccessDenied", other_control.create_access_point, AccountId=OTHER, Name=unique("ap"), Bucket=self.bucket)

    def test_lists_come_in_pages_and_by_bucket(self):
        names = sorted(self.point()[0] for _ in range(3))
        first = control.list_access_points(AccountId=OWNER, Bucket=self.bucket, MaxResults=2)
        self.assertEqual(names[:2], [point["Name"] for point in first["AccessPointList"]])
        rest = control.list_access_points(AccountId=OWNER, Bucket=self.bucket, NextToken=first["NextToken"])
        self.assertEqual((names[2:], None), ([point["Name"] for point in rest["AccessPointList"]], rest.get("NextToken")))
        self.assertLessEqual(set(names), {point["Name"] for point in control.list_access_points(AccountId=OWNER)["AccessPointList"]})
        self.assertEqual([], control.list_access_points(AccountId=OWNER, Bucket=unique("none"))["AccessPointList"])

    @newer
    def test_objects_are_reached_by_arn_alias_and_host(self):
        name, arn, alias = self.point()
        s3.put_object(Bucket=arn, Key="a b/ü+.txt", Body=b"film", Metadata={"by": "arn"})
        for bucket in (arn, alias, self.bucket):
            self.assertEqual(b"film", s3.get_object(Bucket=bucket, Key="a b/ü+.txt")["Body"].read())
        listed = s3.list_objects_v2(Bucket=arn)
        self.assertEqual((self.bucket, ["a b/ü+.txt"]), (listed["Name"], [item["Key"] for item in listed["Contents"]]))
        self.assertEqual([True, False], [s3.head_bucket(Bucket=bucket)["AccessPointAlias"] for bucket in (alias, self.bucket)])
        signed = {"Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=" + "0" * 64, "x-amz-date": "20260101T000000Z"}
        self.assertEqual((200, "film"), raw("/a%20b/%C3%BC%2B.txt", signed, "%s-%s.s3-accesspoint.us-east-1.amazonaws.com" % (name, OWNER)))
        self.assertEqual((200, "film"), raw("/%s/a%%20b/%%C3%%BC%%2B.txt" % arn.replace(":", "%3A").replace("/", "%2F"), signed))
        status, body = raw("/film", signed, "%s-%s.s3-accesspoint.eu-west-1.amazonaws.com" % (name, OWNER))
        self.assertEqual((404, True), (status, "<Code>NoSuchAccessPoint</Code>" in body))
        url = s3.generate_presigned_url("get_object", Params={"Bucket": arn, "Key": "a b/ü+.txt"})
        host = urlparse(url)
        self.assertEqual((200, "film"), raw(host.path + "?" + host.query, host=host.netloc))

    def test_copies_parts_and_deletions_go_through(self):
        _, arn, alias = self.point()
        s3.put_object(Bucket=self.bucket, Key="x/y z", Body=b"film")
        s3.copy_object(Bucket=arn, Key="copy", CopySource={"Bucket": arn, "Key": "x/y z"})
        s3.copy_object(Bucket=self.bucket, Key="copy2", CopySource={"Bucket": alias, "Key": "copy"})
        self.assertEqual(b"film", s3.get_object(Bucket=self.bucket, Key="copy2")["Body"].read())
        upload = s3.create_multipart_upload(Bucket=arn, Key="parts")
        self.assertEqual(self.bucket, upload["Bucket"])
        part = s3.upload_part_copy(Bucket=arn, Key="parts", UploadId=upload["UploadId"], PartNumber=1, CopySource={"Bucket": arn, "Key": "copy"})
        done = s3.complete_multipart_upload(Bucket=arn, Key="parts", UploadId=upload["UploadId"], MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["CopyPartResult"]["ETag"]}]})
        self.assertEqual(self.bucket, done["Bucket"])
        deleted = s3.delete_objects(Bucket=arn, Delete={"Objects": [{"Key": key} for key in ("copy", "copy2", "parts")]})
        self.assertEqual(["copy", "copy2", "parts"], sorted(item["Key"] for item in deleted["Deleted"]))
        self.refused("NoSuchAccessPoint", s3.copy_object, Bucket=self.bucket, Key="copy", CopySource={"Bucket": arn + "x", "Key": "x"})

    def test_what_access_points_do_not_do_is_refused(self):
        _, arn, alias = self.point()
        refused = self.refused("MethodNotAllowed", s3.put_bucket_versioning, Bucket=alias, VersioningConfiguration={"Status": "Enabled"})
        self.assertEqual(405, refused["ResponseMetadata"]["HTTPStatusCode"])
        self.refused("MethodNotAllowed", s3.delete_bucket, Bucket=alias)
        self.refused("MethodNotAllowed", s3.put_bucket_policy, Bucket=alias, Policy="{}")
        held = self.refused("BucketHasAccessPointsAttached", s3.delete_bucket, Bucket=self.bucket)
        self.assertEqual(400, held["ResponseMetadata"]["HTTPStatusCode"])

    def test_both_policies_must_allow_a_stranger(self):
        name, arn, _ = self.point()
        s3.put_object(Bucket=self.bucket, Key="film", Body=b"film")
        self.refused("AccessDenied", other.get_object, Bucket=arn, Key="film")
        self.allow(name, arn)
        self.refused("AccessDenied", other.get_object, Bucket=arn, Key="film")
        self.delegate()
        self.assertEqual(b"film", other.get_object(Bucket=arn, Key="film")["Body"].read())
        self.refused("AccessDenied", other.put_object, Bucket=arn, Key="film", Body=b"x")
        self.refused("AccessDenied", other.get_object, Bucket=self.bucket, Key="film")
        self.delegate(**{"s3:DataAccessPointArn": arn + "x"})
        self.refused("AccessDenied", other.get_object, Bucket=arn, Key="film")
        self.delegate(**{"s3:DataAccessPointArn": arn, "s3:AccessPointNetworkOrigin": "Internet"})
        self.assertEqual(b"film", other.get_object(Bucket=arn, Key="film")["Body"].read())
        self.allow(name, arn, action="s3:DeleteObject")
        self.assertEqual({"Key": "film"}, {"Key": other.delete_objects(Bucket=arn, Delete={"Objects": [{"Key": "film"}]})["Deleted"][0]["Key"]})

    def test_a_denial_of_the_access_point_binds_the_owner_there_only(self):
        name, arn, _ = self.point()
        s3.put_object(Bucket=self.bucket, Key="film", Body=b"film")
        self.allow(name, arn, account=OWNER, effect="Deny")
        self.refused("AccessDenied", s3.get_object, Bucket=arn, Key="film")
        s3.get_object(Bucket=self.bucket, Key="film")
        self.assertEqual(False, control.get_access_point_policy_status(AccountId=OWNER, Name=name)["PolicyStatus"]["IsPublic"])
        self.assertIn("Deny", control.get_access_point_policy(AccountId=OWNER, Name=name)["Policy"])
        control.delete_access_point_policy(AccountId=OWNER, Name=name)
        control.delete_access_point_policy(AccountId=OWNER, Name=name)
        self.refused("NoSuchAccessPointPolicy", control.get_access_point_policy, AccountId=OWNER, Name=name)
        self.refused("NoSuchAccessPointPolicy", control.get_access_point_policy_status, AccountId=OWNER, Name=name)
        s3.get_object(Bucket=arn, Key="film")

    def test_policies_are_checked_and_public_ones_blocked(self):
        name, arn, _ = self.point()
        self.refused("MalformedPolicy", self.allow, name=name, arn="arn:aws:s3:::" + self.bucket)
        self.refused("AccessDenied", self.allow, name=name, arn=arn, account="*")
        open_name, open_arn, _ = self.point(PublicAccessBlockConfiguration={"BlockPublicPolicy": False})
        self.allow(open_name, open_arn, account="*")
        self.assertEqual(True, control.get_access_point_policy_status(AccountId=OWNER, Name=open_name)["PolicyStatus"]["IsPublic"])

    def test_an_access_point_of_another_account_waits_for_the_bucket_s_owner(self):
        name, arn, _ = self.point(account=OTHER, by=other_control, BucketAccountId=OWNER)
        self.refused("AccessDenied", other.put_object, Bucket=arn, Key="film", Body=b"film")
        self.delegate(**{"s3:DataAccessPointAccount": OTHER})
        other.put_object(Bucket=arn, Key="film", Body=b"film")
        self.assertEqual(OWNER, other_control.get_access_point(AccountId=OTHER, Name=name)["BucketAccountId"])

    def test_a_vpc_s_access_point_is_not_reached_from_the_internet(self):
        name, arn, alias = self.point(VpcConfiguration={"VpcId": "vpc-1a2b3c4d"})
        found = control.get_access_point(AccountId=OWNER, Name=name)
        self.assertEqual(("VPC", {"VpcId": "vpc-1a2b3c4d"}), (found["NetworkOrigin"], found["VpcConfiguration"]))
        for bucket in (arn, alias):
            self.refused("AccessDenied", s3.put_object, Bucket=bucket, Key="film", Body=b"x")
        self.allow(name, arn, account="*")
        self.assertEqual(False, control.get_access_point_policy_status(AccountId=OWNER, Name=name)["PolicyStatus"]["IsPublic"])

    @newer
    def test_tags_by_arn(self):
        _, arn, _ = self.point()
        for resource in (arn, "arn:aws:s3:::" + self.bucket):
            control.tag_resource(AccountId=OWNER, ResourceArn=resource, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
            control.tag_resource(AccountId=OWNER, ResourceArn=resource, Tags=[{"Key": "b", "Value": "3"}])
            control.untag_resource(AccountId=OWNER, ResourceArn=resource, TagKeys=["a", "none"])
            self.assertEqual([{"Key": "b", "Value": "3"}], control.list_tags_for_resource(AccountId=OWNER, ResourceArn=resource)["Tags"])
        self.assertEqual([{"Key": "b", "Value": "3"}], s3.get_bucket_tagging(Bucket=self.bucket)["TagSet"])
        self.refused("AccessDenied", other_control.list_tags_for_resource, AccountId=OTHER, ResourceArn=arn)

    def test_what_is_not_there_says_so(self):
        self.refused("NotImplemented", control.list_jobs, AccountId=OWNER)
        status, body = raw("/v20180820/accesspoint", {"x-amz-account-id": OWNER})
        self.assertEqual((403, True), (status, "<ErrorResponse" in body and "<Code>AccessDenied</Code>" in body))


@needs("s3", "s3control")
class AccountBlock(CloudTest):
    """In an account of its own, since its settings hold for all its buckets."""

    def test_an_account_s_settings_hold_for_its_buckets(self):
        account = "444455556666"
        mine, mine_control = named("s3", account), named("s3control", account)
        self.refused("NoSuchPublicAccessBlockConfiguration", mine_control.get_public_access_block, AccountId=account)
        bucket = unique("block")
        mine.create_bucket(Bucket=bucket, ObjectOwnership="ObjectWriter")
        mine.delete_public_access_block(Bucket=bucket)
        mine.put_object(Bucket=bucket, Key="listed", Body=b"x", ACL="public-read")
        policy = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::%s/open" % bucket}]})
        mine.put_bucket_policy(Bucket=bucket, Policy=policy)
        mine.put_object(Bucket=bucket, Key="open", Body=b"x")
        for key in ("listed", "open"):
            self.assertEqual(200, raw("/%s/%s" % (bucket, key))[0])

        everything = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True}
        mine_control.put_public_access_block(AccountId=account, PublicAccessBlockConfiguration=everything)
        self.assertEqual(everything, mine_control.get_public_access_block(AccountId=account)["PublicAccessBlockConfiguration"])
        for key in ("listed", "open"):
            self.assertEqual(403, raw("/%s/%s" % (bucket, key))[0])
        self.refused("AccessDenied", mine.put_object, Bucket=bucket, Key="more", Body=b"x", ACL="public-read")
        self.refused("AccessDenied", mine.put_object_acl, Bucket=bucket, Key="open", ACL="authenticated-read")
        self.refused("AccessDenied", mine.put_bucket_acl, Bucket=bucket, GrantRead='uri="http://acs.amazonaws.com/groups/global/AllUsers"')
        self.refused("AccessDenied", mine.put_bucket_policy, Bucket=bucket, Policy=policy)
        self.refused("AccessDenied", named("s3control", OTHER).get_public_access_block, AccountId=account)

        mine_control.delete_public_access_block(AccountId=account)
        for key in ("listed", "open"):
            self.assertEqual(200, raw("/%s/%s" % (bucket, key))[0])
