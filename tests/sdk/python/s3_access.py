import io
import json
import os
import urllib.error
import urllib.request
import uuid

from cloud import CloudTest, client, needs, unique

MB = 1024 * 1024
s3 = client("s3")
other = client("s3", key="111122223333", secret="x")


def post(url, fields, file):
    """A form as a browser posts it."""
    boundary = uuid.uuid4().hex
    parts = ['--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (boundary, name, value) for name, value in fields.items()]
    parts.append('--%s\r\nContent-Disposition: form-data; name="file"; filename="film.txt"\r\nContent-Type: text/plain\r\n\r\n' % boundary)
    body = "".join(parts).encode() + file + ("\r\n--%s--\r\n" % boundary).encode()
    request = urllib.request.Request(url, data=body, headers={"Content-Type": "multipart/form-data; boundary=" + boundary}, method="POST")
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


@needs("s3", "iam")
class S3Access(CloudTest):
    def setUp(self):
        self.bucket = unique("access")
        s3.create_bucket(Bucket=self.bucket, ObjectOwnership="ObjectWriter")

    def open(self):
        s3.delete_public_access_block(Bucket=self.bucket)

    def user(self):
        """A client whose signatures are verified, and its key."""
        iam = client("iam")
        name = unique("user")
        iam.create_user(UserName=name)
        iam.put_user_policy(UserName=name, PolicyName="all", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}))
        return iam.create_access_key(UserName=name)["AccessKey"]

    def test_lists_let_in_whom_they_name(self):
        self.open()
        s3.put_object(Bucket=self.bucket, Key="open", Body=b"x", ACL="public-read")
        s3.put_object(Bucket=self.bucket, Key="closed", Body=b"x")
        self.assertEqual(b"x", other.get_object(Bucket=self.bucket, Key="open")["Body"].read())
        self.refused("AccessDenied", other.get_object, Bucket=self.bucket, Key="closed")
        owner = other.list_buckets()["Owner"]["ID"]
        s3.put_object_acl(Bucket=self.bucket, Key="closed", GrantRead='id="%s"' % owner)
        self.assertEqual(b"x", other.get_object(Bucket=self.bucket, Key="closed")["Body"].read())
        grants = s3.get_object_acl(Bucket=self.bucket, Key="closed")["Grants"]
        self.assertEqual([(owner, "CanonicalUser", "READ")], [(grant["Grantee"]["ID"], grant["Grantee"]["Type"], grant["Permission"]) for grant in grants])

    def test_new_buckets_have_no_lists_and_are_not_public(self):
        bucket = unique("access")
        s3.create_bucket(Bucket=bucket)
        self.refused("AccessControlListNotSupported", s3.put_bucket_acl, Bucket=bucket, ACL="public-read")
        self.refused("AccessDenied", s3.put_bucket_policy, Bucket=bucket, Policy=json.dumps(
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::%s/*" % bucket}]}))
        self.assertTrue(all(s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"].values()))

    def test_presigned_posts_keep_to_their_policy(self):
        for version in ("s3v4", "s3"):
            key = self.user()
            signer = client("s3", key=key["AccessKeyId"], secret=key["SecretAccessKey"], signature_version=version)
            form = signer.generate_presigned_post(self.bucket, "up/${filename}", Fields={"x-amz-meta-a": "1"}, Conditions=[{"x-amz-meta-a": "1"}, ["content-length-range", 1, 10]])
            self.assertEqual(204, post(form["url"], form["fields"], b"film"))
            self.assertEqual("1", s3.head_object(Bucket=self.bucket, Key="up/film.txt")["Metadata"]["a"])
            self.assertEqual(400, post(form["url"], form["fields"], b"far too long"))
            self.assertEqual(403, post(form["url"], dict(form["fields"], **{"x-amz-meta-a": "2"}), b"film"))

    def test_presigned_urls_of_both_versions(self):
        s3.put_object(Bucket=self.bucket, Key="a film", Body=b"film")
        for version in ("s3v4", "s3"):
            key = self.user()
            signer = client("s3", key=key["AccessKeyId"], secret=key["SecretAccessKey"], signature_version=version)
            url = signer.generate_presigned_url("get_object", Params={"Bucket": self.bucket, "Key": "a film", "ResponseContentType": "text/x"})
            with urllib.request.urlopen(url) as answer:
                self.assertEqual((b"film", "text/x"), (answer.read(), answer.headers["Content-Type"]))
            with self.assertRaises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(url.replace("film?", "other?"))
            self.assertEqual(403, refused.exception.code)
            signer.put_object(Bucket=self.bucket, Key="signed by header", Body=b"x")

    def test_presigned_urls_of_version_2_carry_headers(self):
        key = self.user()
        signer = client("s3", key=key["AccessKeyId"], secret=key["SecretAccessKey"], signature_version="s3")
        url = signer.generate_presigned_url("put_object", Params={"Bucket": self.bucket, "Key": "film", "Metadata": {"director": "Ozu"}})
        urllib.request.urlopen(urllib.request.Request(url, data=b"x", method="PUT", headers={"Content-Type": ""}))
        self.assertEqual({"director": "Ozu"}, s3.head_object(Bucket=self.bucket, Key="film")["Metadata"])
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(urllib.request.Request(url.replace("Ozu", "Naruse"), data=b"x", method="PUT", headers={"Content-Type": ""}))
        self.assertEqual(403, refused.exception.code)

    def test_a_second_factor_guards_versions(self):
        device = "arn:aws:iam::000000000000:mfa/root 123456"
        s3.put_bucket_versioning(Bucket=self.bucket, VersioningConfiguration={"Status": "Enabled", "MFADelete": "Disabled"})
        enabled = {"Status": "Enabled", "MFADelete": "Enabled"}
        self.refused("AccessDenied", s3.put_bucket_versioning, Bucket=self.bucket, VersioningConfiguration=enabled)
        s3.put_bucket_versioning(Bucket=self.bucket, VersioningConfiguration=enabled, MFA=device)
        self.assertEqual("Enabled", s3.get_bucket_versioning(Bucket=self.bucket)["MFADelete"])
        version = s3.put_object(Bucket=self.bucket, Key="guarded", Body=b"x")["VersionId"]
        self.refused("AccessDenied", s3.delete_object, Bucket=self.bucket, Key="guarded", VersionId=version)
        s3.delete_object(Bucket=self.bucket, Key="guarded", VersionId=version, MFA=device)
        self.refused("AccessDenied", s3.put_bucket_versioning, Bucket=self.bucket, VersioningConfiguration={"Status": "Enabled", "MFADelete": "Disabled"})
        s3.put_bucket_versioning(Bucket=self.bucket, VersioningConfiguration={"Status": "Enabled", "MFADelete": "Disabled"}, MFA=device)
        self.assertNotEqual("Enabled", s3.get_bucket_versioning(Bucket=self.bucket).get("MFADelete"))

    def test_customers_keys(self):
        key = os.urandom(32)
        body = os.urandom(6 * MB)
        s3.upload_fileobj(io.BytesIO(body), self.bucket, "small", ExtraArgs={"SSECustomerAlgorithm": "AES256", "SSECustomerKey": key})
        large = os.urandom(17 * MB)
        s3.upload_fileobj(io.BytesIO(large), self.bucket, "large", ExtraArgs={"SSECustomerAlgorithm": "AES256", "SSECustomerKey": key})
        back = io.BytesIO()
        s3.download_fileobj(self.bucket, "large", back, ExtraArgs={"SSECustomerAlgorithm": "AES256", "SSECustomerKey": key})
        self.assertEqual(large, back.getvalue())
        part = s3.get_object(Bucket=self.bucket, Key="small", Range="bytes=1000001-1000100", SSECustomerAlgorithm="AES256", SSECustomerKey=key)
        self.assertEqual(body[1000001:1000101], part["Body"].read())
        self.refused("InvalidRequest", s3.get_object, Bucket=self.bucket, Key="small")
        self.refused("AccessDenied", s3.get_object, Bucket=self.bucket, Key="small", SSECustomerAlgorithm="AES256", SSECustomerKey=os.urandom(32))
        s3.copy_object(Bucket=self.bucket, Key="copy", CopySource={"Bucket": self.bucket, "Key": "small"}, CopySourceSSECustomerAlgorithm="AES256", CopySourceSSECustomerKey=key)
        self.assertEqual(body, s3.get_object(Bucket=self.bucket, Key="copy")["Body"].read())

    def test_buckets_encrypt_by_default(self):
        s3.put_bucket_encryption(Bucket=self.bucket, ServerSideEncryptionConfiguration={"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "alias/films"}, "BucketKeyEnabled": True}]})
        put = s3.put_object(Bucket=self.bucket, Key="a", Body=b"x")
        self.assertEqual(("aws:kms", "alias/films", True), (put["ServerSideEncryption"], put["SSEKMSKeyId"], put["BucketKeyEnabled"]))
        s3.delete_bucket_encryption(Bucket=self.bucket)
        self.assertEqual("AES256", s3.put_object(Bucket=self.bucket, Key="a", Body=b"x")["ServerSideEncryption"])

    def test_clients_follow_a_bucket_to_its_region(self):
        bucket = unique("access")
        client("s3", region="eu-west-1").create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        s3.put_object(Bucket=bucket, Key="a", Body=b"x")
        self.assertEqual("eu-west-1", s3.head_bucket(Bucket=bucket)["ResponseMetadata"]["HTTPHeaders"]["x-amz-bucket-region"])

    def test_requesters_pay(self):
        self.open()
        s3.put_object(Bucket=self.bucket, Key="a", Body=b"x", ACL="public-read")
        s3.put_bucket_request_payment(Bucket=self.bucket, RequestPaymentConfiguration={"Payer": "Requester"})
        self.refused("AccessDenied", other.get_object, Bucket=self.bucket, Key="a")
        self.assertEqual("requester", other.get_object(Bucket=self.bucket, Key="a", RequestPayer="requester")["RequestCharged"])

    def test_websites(self):
        self.open()
        s3.put_bucket_website(Bucket=self.bucket, WebsiteConfiguration={"IndexDocument": {"Suffix": "index.html"}, "RoutingRules": [{"Condition": {"KeyPrefixEquals": "old/"}, "Redirect": {"ReplaceKeyPrefixWith": "new/"}}]})
        self.assertEqual("new/", s3.get_bucket_website(Bucket=self.bucket)["RoutingRules"][0]["Redirect"]["ReplaceKeyPrefixWith"])
        s3.put_object(Bucket=self.bucket, Key="index.html", Body=b"<p>film", ContentType="text/html", ACL="public-read")
        from cloud import ENDPOINT
        request = urllib.request.Request(ENDPOINT + "/", headers={"Host": self.bucket + ".s3-website-us-east-1.localhost"})
        with urllib.request.urlopen(request) as answer:
            self.assertEqual(b"<p>film", answer.read())
        s3.delete_bucket_website(Bucket=self.bucket)
        self.refused("NoSuchWebsiteConfiguration", s3.get_bucket_website, Bucket=self.bucket)

    def test_the_expected_owner_is_an_account(self):
        refused = self.refused("InvalidBucketOwnerAWSAccountID", s3.list_objects_v2, Bucket=self.bucket, ExpectedBucketOwner="abc")
        self.assertEqual(400, refused["ResponseMetadata"]["HTTPStatusCode"])
        self.refused("AccessDenied", s3.list_objects_v2, Bucket=self.bucket, ExpectedBucketOwner="111122223333")

    def test_logs_go_where_they_may(self):
        target = unique("logs")
        s3.create_bucket(Bucket=target, ObjectOwnership="ObjectWriter")
        wanted = {"LoggingEnabled": {"TargetBucket": target, "TargetPrefix": ""}}
        self.refused("InvalidTargetBucketForLogging", s3.put_bucket_logging, Bucket=self.bucket, BucketLoggingStatus=wanted)
        s3.put_bucket_acl(Bucket=target, ACL="log-delivery-write")
        s3.put_bucket_logging(Bucket=self.bucket, BucketLoggingStatus=wanted)
