import base64
import hashlib
import io
import os
import urllib.request

from cloud import CloudTest, client, needs, unique

s3 = client("s3")
MB = 1024 * 1024


@needs("s3")
class S3(CloudTest):
    def setUp(self):
        self.bucket = unique("films")
        s3.create_bucket(Bucket=self.bucket)

    def get(self, key, **more):
        return s3.get_object(Bucket=self.bucket, Key=key, **more)["Body"].read()

    def test_objects_come_back_as_they_went(self):
        body = os.urandom(100_000)
        s3.put_object(Bucket=self.bucket, Key="a film/雲海.mp4", Body=body, ContentType="video/mp4", Metadata={"director": "Ozu"})
        got = s3.get_object(Bucket=self.bucket, Key="a film/雲海.mp4")
        self.assertEqual(body, got["Body"].read())
        self.assertEqual(("video/mp4", {"director": "Ozu"}), (got["ContentType"], got["Metadata"]))
        self.assertEqual(200, got["ResponseMetadata"]["HTTPStatusCode"])

    def test_transfers_of_many_parts(self):
        body = os.urandom(17 * MB)
        s3.upload_fileobj(io.BytesIO(body), self.bucket, "film", ExtraArgs={"Metadata": {"year": "1953"}})
        back = io.BytesIO()
        s3.download_fileobj(self.bucket, "film", back)
        self.assertEqual(body, back.getvalue())
        head = s3.head_object(Bucket=self.bucket, Key="film")
        self.assertTrue(head["ETag"].endswith('-3"'), head["ETag"])
        self.assertEqual({"year": "1953"}, head["Metadata"])

    def test_copies_of_many_parts(self):
        body = os.urandom(17 * MB)
        s3.upload_fileobj(io.BytesIO(body), self.bucket, "film")
        s3.copy({"Bucket": self.bucket, "Key": "film"}, self.bucket, "copy")
        self.assertEqual(body, self.get("copy"))

    def test_ranges(self):
        s3.put_object(Bucket=self.bucket, Key="film", Body=b"0123456789")
        got = s3.get_object(Bucket=self.bucket, Key="film", Range="bytes=2-4")
        self.assertEqual((206, "bytes 2-4/10", b"234"), (got["ResponseMetadata"]["HTTPStatusCode"], got["ContentRange"], got["Body"].read()))
        self.refused("InvalidRange", s3.get_object, Bucket=self.bucket, Key="film", Range="bytes=10-")

    def test_listings_page_by_page(self):
        keys = sorted(["a/1", "a/2", "b c", "d+e", "é", "%"])
        for key in keys:
            s3.put_object(Bucket=self.bucket, Key=key, Body=b"")
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, PaginationConfig={"PageSize": 2})
        self.assertEqual(keys, [one["Key"] for page in pages for one in page["Contents"]])
        grouped = s3.list_objects_v2(Bucket=self.bucket, Delimiter="/")
        self.assertEqual([{"Prefix": "a/"}], grouped["CommonPrefixes"])
        old = s3.get_paginator("list_objects").paginate(Bucket=self.bucket, PaginationConfig={"PageSize": 1})
        self.assertEqual(keys, [one["Key"] for page in old for one in page["Contents"]])

    def test_errors_by_name(self):
        self.refused("NoSuchKey", s3.get_object, Bucket=self.bucket, Key="missing")
        self.refused("404", s3.head_object, Bucket=self.bucket, Key="missing")
        self.refused("NoSuchBucket", s3.get_object, Bucket=unique("missing"), Key="x")
        self.refused("404", s3.head_bucket, Bucket=unique("missing"))

    def test_presigned_urls(self):
        s3.put_object(Bucket=self.bucket, Key="a film", Body=b"x")
        url = s3.generate_presigned_url("get_object", Params={"Bucket": self.bucket, "Key": "a film"}, ExpiresIn=60)
        self.assertEqual(b"x", urllib.request.urlopen(url).read())
        url = s3.generate_presigned_url("put_object", Params={"Bucket": self.bucket, "Key": "put"}, ExpiresIn=60)
        urllib.request.urlopen(urllib.request.Request(url, data=b"new", method="PUT"))
        self.assertEqual(b"new", self.get("put"))

    def test_presigned_urls_of_signature_version_2(self):
        old = client("s3", signature_version="s3")
        s3.put_object(Bucket=self.bucket, Key="film", Body=b"x")
        url = old.generate_presigned_url("get_object", Params={"Bucket": self.bucket, "Key": "film"}, ExpiresIn=60)
        self.assertEqual(b"x", urllib.request.urlopen(url).read())

    def test_an_empty_object_and_the_next_on_one_connection(self):
        # botocore waits for leave before each body, and takes an answer without it for the connection's last.
        for body in [b"", b"x", b"", b"y"]:
            s3.put_object(Bucket=self.bucket, Key="film", Body=body)
            self.assertEqual(body, self.get("film"))

    def test_digests_of_parts(self):
        for algorithm, digest in [("SHA1", hashlib.sha1), ("SHA256", hashlib.sha256)]:
            upload = s3.create_multipart_upload(Bucket=self.bucket, Key="film", ChecksumAlgorithm=algorithm)["UploadId"]
            own = base64.b64encode(digest(b"x").digest()).decode()
            member = "Checksum" + algorithm
            part = s3.upload_part(Bucket=self.bucket, Key="film", UploadId=upload, PartNumber=1, Body=b"x", **{member: own})
            done = s3.complete_multipart_upload(
                Bucket=self.bucket, Key="film", UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"], member: own}]})
            self.assertEqual(base64.b64encode(digest(digest(b"x").digest()).digest()).decode() + "-1", done[member])

    def test_batch_deletion(self):
        for key in ["a", "b"]:
            s3.put_object(Bucket=self.bucket, Key=key, Body=b"")
        deleted = s3.delete_objects(Bucket=self.bucket, Delete={"Objects": [{"Key": "a"}, {"Key": "b"}]})
        self.assertEqual(["a", "b"], sorted(one["Key"] for one in deleted["Deleted"]))
        self.assertNotIn("Contents", s3.list_objects_v2(Bucket=self.bucket))

    def test_versions(self):
        s3.put_bucket_versioning(Bucket=self.bucket, VersioningConfiguration={"Status": "Enabled"})
        first = s3.put_object(Bucket=self.bucket, Key="film", Body=b"1")["VersionId"]
        s3.put_object(Bucket=self.bucket, Key="film", Body=b"2")
        s3.delete_object(Bucket=self.bucket, Key="film")
        self.assertEqual(b"1", self.get("film", VersionId=first))
        listed = s3.list_object_versions(Bucket=self.bucket)
        self.assertEqual((2, 1), (len(listed["Versions"]), len(listed["DeleteMarkers"])))

    def test_tags(self):
        s3.put_object(Bucket=self.bucket, Key="film", Body=b"", Tagging="year=1953&who=Yasujiro+Ozu")
        self.assertEqual([{"Key": "year", "Value": "1953"}, {"Key": "who", "Value": "Yasujiro Ozu"}], s3.get_object_tagging(Bucket=self.bucket, Key="film")["TagSet"])

    def test_waiters(self):
        s3.put_object(Bucket=self.bucket, Key="film", Body=b"")
        s3.get_waiter("bucket_exists").wait(Bucket=self.bucket, WaiterConfig={"Delay": 1, "MaxAttempts": 2})
        s3.get_waiter("object_exists").wait(Bucket=self.bucket, Key="film", WaiterConfig={"Delay": 1, "MaxAttempts": 2})
        s3.get_waiter("object_not_exists").wait(Bucket=self.bucket, Key="missing", WaiterConfig={"Delay": 1, "MaxAttempts": 2})

    def test_conditional_writes(self):
        if not s3.meta.service_model.operation_model("PutObject").input_shape.members.get("IfNoneMatch"):
            self.skipTest("this boto3 has no conditional writes")
        s3.put_object(Bucket=self.bucket, Key="lock", Body=b"", IfNoneMatch="*")
        self.refused("PreconditionFailed", s3.put_object, Bucket=self.bucket, Key="lock", Body=b"", IfNoneMatch="*")

    def test_checksums(self):
        stored = s3.put_object(Bucket=self.bucket, Key="film", Body=b"hello", ChecksumAlgorithm="SHA256")
        self.assertEqual("LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=", stored["ChecksumSHA256"])
        got = s3.get_object(Bucket=self.bucket, Key="film", ChecksumMode="ENABLED")
        self.assertEqual(b"hello", got["Body"].read())
        self.assertEqual(stored["ChecksumSHA256"], got["ChecksumSHA256"])

    def test_a_conditional_read_that_has_nothing_new(self):
        tag = s3.put_object(Bucket=self.bucket, Key="film", Body=b"hello")["ETag"]
        self.refused("304", s3.get_object, Bucket=self.bucket, Key="film", IfNoneMatch=tag)

    def test_buckets_of_other_regions(self):
        ireland = client("s3", region="eu-west-1")
        name = unique("ireland")
        ireland.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
        self.assertEqual("eu-west-1", ireland.get_bucket_location(Bucket=name)["LocationConstraint"])
        self.assertIn(name, [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]])

    def test_queries_by_select(self):
        s3.put_object(Bucket=self.bucket, Key="data", Body=b'{"a": 1}\n{"a": 2}\n')
        events = list(s3.select_object_content(
            Bucket=self.bucket, Key="data", ExpressionType="SQL", Expression="SELECT s.a FROM S3Object s WHERE s.a > 1",
            InputSerialization={"JSON": {"Type": "LINES"}}, OutputSerialization={"JSON": {}})["Payload"])
        self.assertEqual(b'{"a":2}\n', b"".join(one["Records"]["Payload"] for one in events if "Records" in one))
        self.assertEqual([True, True], ["Stats" in events[-2], "End" in events[-1]])

    def test_legal_holds(self):
        bucket = unique("locked")
        s3.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=True)
        version = s3.put_object(Bucket=bucket, Key="film", Body=b"x", ObjectLockLegalHoldStatus="ON", ChecksumAlgorithm="CRC32")["VersionId"]
        self.refused("AccessDenied", s3.delete_object, Bucket=bucket, Key="film", VersionId=version)
        s3.put_object_legal_hold(Bucket=bucket, Key="film", LegalHold={"Status": "OFF"})
        s3.delete_object(Bucket=bucket, Key="film", VersionId=version)

    def test_archived_objects(self):
        s3.put_object(Bucket=self.bucket, Key="film", Body=b"x", StorageClass="GLACIER")
        self.refused("InvalidObjectState", s3.get_object, Bucket=self.bucket, Key="film")
        began = s3.restore_object(Bucket=self.bucket, Key="film", RestoreRequest={"Days": 1, "GlacierJobParameters": {"Tier": "Bulk"}})
        self.assertEqual(202, began["ResponseMetadata"]["HTTPStatusCode"])
        self.assertEqual('ongoing-request="true"', s3.head_object(Bucket=self.bucket, Key="film")["Restore"])

    def test_events_tell_queues_of_every_change(self):
        import json
        sqs = client("sqs")
        url = sqs.create_queue(QueueName=unique("events"))["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        s3.put_bucket_notification_configuration(Bucket=self.bucket, NotificationConfiguration={"QueueConfigurations": [
            {"QueueArn": arn, "Events": ["s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:ObjectTagging:*", "s3:ObjectRestore:*"],
             "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": "in/"}]}}}]})
        s3.put_object(Bucket=self.bucket, Key="out", Body=b"x")
        s3.put_object(Bucket=self.bucket, Key="in/a film", Body=b"x")
        s3.put_object_tagging(Bucket=self.bucket, Key="in/a film", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
        s3.copy_object(Bucket=self.bucket, Key="in/copy", CopySource={"Bucket": self.bucket, "Key": "out"})
        s3.delete_object(Bucket=self.bucket, Key="in/copy")
        found = []
        for _ in range(40):
            for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", []):
                body = json.loads(message["Body"])
                found += [body["Event"]] if "Event" in body else [(one["eventName"], one["s3"]["object"]["key"]) for one in body["Records"]]
            if len(found) >= 5:
                break
        self.assertEqual(sorted(map(str, ["s3:TestEvent", ("ObjectCreated:Put", "in/a+film"), ("ObjectTagging:Put", "in/a+film"), ("ObjectCreated:Copy", "in/copy"), ("ObjectRemoved:Delete", "in/copy")])), sorted(map(str, found)))
