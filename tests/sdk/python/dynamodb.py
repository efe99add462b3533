import decimal
import gzip
import json
import time
import unittest
import zlib

import boto3
from boto3.dynamodb.conditions import Attr, Key
from boto3.dynamodb.types import Binary
from botocore.config import Config

from cloud import ENDPOINT, CloudTest, client, needs, unique

dynamodb = client("dynamodb")
streams = client("dynamodbstreams")
resource = boto3.resource(
    "dynamodb", endpoint_url=ENDPOINT, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test", config=Config(retries={"total_max_attempts": 1}))


@needs("dynamodb")
class DynamoDb(CloudTest):
    def table(self, sort=None, **more):
        name = unique("table")
        keys = [{"AttributeName": "pk", "KeyType": "HASH"}] + ([{"AttributeName": sort, "KeyType": "RANGE"}] if sort else [])
        attributes = [{"AttributeName": "pk", "AttributeType": "S"}] + ([{"AttributeName": sort, "AttributeType": "N"}] if sort else [])
        attributes += more.pop("attributes", [])
        dynamodb.create_table(TableName=name, KeySchema=keys, AttributeDefinitions=attributes, BillingMode="PAY_PER_REQUEST", **more)
        dynamodb.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 5})
        return resource.Table(name)

    def invalid(self, message, call, **arguments):
        self.assertEqual(message, self.refused("ValidationException", call, **arguments)["Error"]["Message"])

    def test_a_table_is_made_described_and_deleted(self):
        table = self.table("sk")
        self.assertEqual("ACTIVE", table.table_status)
        self.assertEqual([{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}], table.key_schema)
        self.assertIn(table.name, [name for page in dynamodb.get_paginator("list_tables").paginate() for name in page["TableNames"]])
        table.delete()
        table.wait_until_not_exists()
        answer = self.refused("ResourceNotFoundException", dynamodb.describe_table, TableName=table.name)
        self.assertEqual("Requested resource not found: Table: %s not found" % table.name, answer["Error"]["Message"])
        with self.assertRaises(dynamodb.exceptions.ResourceNotFoundException):
            dynamodb.delete_table(TableName=table.name)

    def test_every_type_comes_back_as_it_went(self):
        table = self.table()
        item = {
            "pk": "a", "n": decimal.Decimal("-1.5E-100"), "big": decimal.Decimal("12345678901234567890123456789012345678"), "b": Binary(b"\x00\xff"),
            "yes": True, "nothing": None, "list": ["x", decimal.Decimal(1), {"deep": [False]}], "map": {"雲": "海"}, "words": {"a", "b"},
            "numbers": {decimal.Decimal(1), decimal.Decimal("2.5")}, "bytes": {Binary(b"a"), Binary(b"b")}, "empty": "", "none": {}, "nil": [],
        }
        table.put_item(Item=item)
        self.assertEqual(item, table.get_item(Key={"pk": "a"}, ConsistentRead=True)["Item"])
        self.assertNotIn("Item", table.get_item(Key={"pk": "b"}))

    def test_a_number_that_comes_as_a_number_is_refused(self):
        bare = boto3.client(
            "dynamodb", endpoint_url=ENDPOINT, region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test",
            config=Config(parameter_validation=False, retries={"total_max_attempts": 1}))
        with self.assertRaises(bare.exceptions.ClientError) as refused:
            bare.put_item(TableName="any", Item={"pk": {"N": 1}})
        error = refused.exception.response["Error"]
        self.assertEqual(("SerializationException", "NUMBER_VALUE cannot be converted to String"), (error["Code"], error["Message"]))

    def test_updates_by_every_clause(self):
        table = self.table()
        updated = table.update_item(
            Key={"pk": "a"}, UpdateExpression="SET #l = list_append(if_not_exists(#l, :none), :one), n = :n ADD c :n, s :s REMOVE gone",
            ExpressionAttributeNames={"#l": "list"}, ExpressionAttributeValues={":none": [], ":one": [1], ":n": 5, ":s": {"x"}}, ReturnValues="ALL_NEW")["Attributes"]
        self.assertEqual({"pk": "a", "list": [1], "n": 5, "c": 5, "s": {"x"}}, updated)
        updated = table.update_item(
            Key={"pk": "a"}, UpdateExpression="SET n = n - :n DELETE s :s", ExpressionAttributeValues={":n": 2, ":s": {"x"}}, ReturnValues="UPDATED_NEW")["Attributes"]
        self.assertEqual({"n": 3}, updated)

    def test_a_condition_that_fails_says_so(self):
        table = self.table()
        table.put_item(Item={"pk": "a", "n": 1})
        with self.assertRaises(dynamodb.exceptions.ConditionalCheckFailedException):
            dynamodb.put_item(TableName=table.name, Item={"pk": {"S": "a"}}, ConditionExpression="attribute_not_exists(pk)")
        answer = self.refused(
            "ConditionalCheckFailedException", dynamodb.delete_item, TableName=table.name, Key={"pk": {"S": "a"}}, ConditionExpression="n > :n",
            ExpressionAttributeValues={":n": {"N": "5"}})
        self.assertEqual("The conditional request failed", answer["Error"]["Message"])

    def test_queries_and_scans_go_page_by_page(self):
        table = self.table("sk", attributes=[{"AttributeName": "color", "AttributeType": "S"}], GlobalSecondaryIndexes=[
            {"IndexName": "colors", "KeySchema": [{"AttributeName": "color", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}], "Projection": {"ProjectionType": "ALL"}}])
        with table.batch_writer() as batch:
            for i in range(60):
                batch.put_item(Item={"pk": "p%d" % (i % 2), "sk": i, "v": i, "color": "red" if i < 40 else "blue", "text": "x" * 100})
        found = table.query(KeyConditionExpression=Key("pk").eq("p0") & Key("sk").between(10, 20), FilterExpression=Attr("v").ne(12), ScanIndexForward=False)
        self.assertEqual([20, 18, 16, 14, 10], [item["sk"] for item in found["Items"]])
        self.assertEqual((5, 6), (found["Count"], found["ScannedCount"]))
        pages = list(dynamodb.get_paginator("query").paginate(
            TableName=table.name, IndexName="colors", KeyConditionExpression="color = :c", ExpressionAttributeValues={":c": {"S": "red"}}, PaginationConfig={"PageSize": 7}))
        self.assertEqual([str(i) for i in range(40)], [item["sk"]["N"] for page in pages for item in page["Items"]])
        scanned = [item for page in dynamodb.get_paginator("scan").paginate(TableName=table.name, PaginationConfig={"PageSize": 11}) for item in page["Items"]]
        self.assertEqual(60, len({(item["pk"]["S"], item["sk"]["N"]) for item in scanned}))
        self.assertEqual(60, sum(table.scan(Segment=i, TotalSegments=5, Select="COUNT")["Count"] for i in range(5)))

    def test_batches_and_transactions(self):
        table = self.table()
        resource.batch_write_item(RequestItems={table.name: [{"PutRequest": {"Item": {"pk": str(i)}}} for i in range(25)]})
        read = resource.batch_get_item(RequestItems={table.name: {"Keys": [{"pk": str(i)} for i in range(30)]}})
        self.assertEqual(25, len(read["Responses"][table.name]))
        self.assertEqual({}, read["UnprocessedKeys"])
        dynamodb.transact_write_items(TransactItems=[
            {"Put": {"TableName": table.name, "Item": {"pk": {"S": "new"}}}},
            {"Delete": {"TableName": table.name, "Key": {"pk": {"S": "0"}}}},
            {"ConditionCheck": {"TableName": table.name, "Key": {"pk": {"S": "1"}}, "ConditionExpression": "attribute_exists(pk)"}}])
        answer = self.refused("TransactionCanceledException", dynamodb.transact_write_items, TransactItems=[
            {"Put": {"TableName": table.name, "Item": {"pk": {"S": "other"}}}},
            {"Delete": {"TableName": table.name, "Key": {"pk": {"S": "2"}}, "ConditionExpression": "attribute_not_exists(pk)", "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}}])
        self.assertEqual("Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed]", answer["Error"]["Message"])
        self.assertEqual([{"Code": "None"}, {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed", "Item": {"pk": {"S": "2"}}}], answer["CancellationReasons"])
        got = dynamodb.transact_get_items(TransactItems=[{"Get": {"TableName": table.name, "Key": {"pk": {"S": pk}}}} for pk in ("new", "other")])
        self.assertEqual([{"Item": {"pk": {"S": "new"}}}, {}], got["Responses"])

    def test_errors_to_the_letter(self):
        table = self.table("sk")
        self.invalid("The provided key element does not match the schema", dynamodb.get_item, TableName=table.name, Key={"pk": {"S": "a"}})
        self.invalid(
            "Invalid UpdateExpression: Syntax error; token: \"<EOF>\", near: \"SET\"", dynamodb.update_item, TableName=table.name,
            Key={"pk": {"S": "a"}, "sk": {"N": "1"}}, UpdateExpression="SET")
        self.invalid("Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.", dynamodb.query, TableName=table.name)
        self.invalid("The table does not have the specified index: none", dynamodb.scan, TableName=table.name, IndexName="none")
        self.refused("ResourceNotFoundException", dynamodb.put_item, TableName="missing-table", Item={"pk": {"S": "a"}})

    def test_older_parameters(self):
        table = self.table()
        dynamodb.update_item(TableName=table.name, Key={"pk": {"S": "a"}}, AttributeUpdates={"n": {"Value": {"N": "1"}, "Action": "ADD"}, "s": {"Value": {"S": "x"}}})
        self.refused("ConditionalCheckFailedException", dynamodb.put_item, TableName=table.name, Item={"pk": {"S": "a"}}, Expected={"pk": {"Exists": False}})
        found = dynamodb.query(TableName=table.name, KeyConditions={"pk": {"ComparisonOperator": "EQ", "AttributeValueList": [{"S": "a"}]}}, AttributesToGet=["n"])
        self.assertEqual([{"n": {"N": "1"}}], found["Items"])

    def test_a_stream_tells_changes(self):
        table = self.table(StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})
        table.put_item(Item={"pk": "a", "n": 1})
        table.put_item(Item={"pk": "a", "n": 2})
        table.delete_item(Key={"pk": "a"})
        arn = streams.list_streams(TableName=table.name)["Streams"][0]["StreamArn"]
        self.assertEqual(arn, table.latest_stream_arn)
        shard = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]
        iterator = streams.get_shard_iterator(StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        read = streams.get_records(ShardIterator=iterator)
        self.assertEqual(["INSERT", "MODIFY", "REMOVE"], [record["eventName"] for record in read["Records"]])
        self.assertEqual({"pk": {"S": "a"}, "n": {"N": "1"}}, read["Records"][1]["dynamodb"]["OldImage"])
        self.assertEqual([], streams.get_records(ShardIterator=read["NextShardIterator"])["Records"])

    def test_a_table_has_tags_and_time_to_live(self):
        table = self.table(Tags=[{"Key": "team", "Value": "a"}])
        dynamodb.tag_resource(ResourceArn=table.table_arn, Tags=[{"Key": "more", "Value": "b"}])
        self.assertEqual(2, len(dynamodb.list_tags_of_resource(ResourceArn=table.table_arn)["Tags"]))
        dynamodb.update_time_to_live(TableName=table.name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "ttl"})
        self.assertEqual({"TimeToLiveStatus": "ENABLED", "AttributeName": "ttl"}, dynamodb.describe_time_to_live(TableName=table.name)["TimeToLiveDescription"])
        self.assertEqual(80000, dynamodb.describe_limits()["AccountMaxReadCapacityUnits"])
        self.assertEqual(1440, dynamodb.describe_endpoints()["Endpoints"][0]["CachePeriodInMinutes"])

    def test_an_index_is_added_to_a_table_with_items(self):
        table = self.table()
        table.put_item(Item={"pk": "a", "color": "red"})
        dynamodb.update_table(
            TableName=table.name, AttributeDefinitions=[{"AttributeName": "color", "AttributeType": "S"}], GlobalSecondaryIndexUpdates=[{"Create": {
                "IndexName": "colors", "KeySchema": [{"AttributeName": "color", "KeyType": "HASH"}], "Projection": {"ProjectionType": "ALL"}}}])
        for _ in range(100):
            index, = dynamodb.describe_table(TableName=table.name)["Table"]["GlobalSecondaryIndexes"]
            if index["IndexStatus"] == "ACTIVE":
                break
            time.sleep(0.05)
        self.assertEqual(1, table.query(IndexName="colors", KeyConditionExpression=Key("color").eq("red"))["Count"])

    @needs("s3")
    def test_a_table_goes_to_s3_and_comes_back(self):
        table = self.table("sk")
        with table.batch_writer() as batch:
            for i in range(40):
                batch.put_item(Item={"pk": "p", "sk": i, "text": "雲 %d" % i, "set": {"a", "b"}})
        s3 = client("s3")
        bucket = unique("bucket")
        s3.create_bucket(Bucket=bucket)
        self.refused("PointInTimeRecoveryUnavailableException", dynamodb.export_table_to_point_in_time, TableArn=table.table_arn, S3Bucket=bucket)
        dynamodb.update_continuous_backups(TableName=table.name, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True})
        export = dynamodb.export_table_to_point_in_time(TableArn=table.table_arn, S3Bucket=bucket, S3Prefix="out")["ExportDescription"]
        self.assertEqual("IN_PROGRESS", export["ExportStatus"])
        export = self.ended(lambda: dynamodb.describe_export(ExportArn=export["ExportArn"])["ExportDescription"], "ExportStatus")
        self.assertEqual(("COMPLETED", 40), (export["ExportStatus"], export["ItemCount"]))
        summary = json.loads(s3.get_object(Bucket=bucket, Key=export["ExportManifest"])["Body"].read())
        files = [json.loads(line) for line in s3.get_object(Bucket=bucket, Key=summary["manifestFilesS3Key"])["Body"].read().splitlines()]
        lines = gzip.decompress(s3.get_object(Bucket=bucket, Key=files[0]["dataFileS3Key"])["Body"].read()).splitlines()
        self.assertEqual(40, len(lines))
        self.assertEqual({"S": "雲 0"}, json.loads(lines[0])["Item"]["text"])

        ion = dynamodb.export_table_to_point_in_time(TableArn=table.table_arn, S3Bucket=bucket, S3Prefix="ion", ExportFormat="ION")["ExportDescription"]
        ion = self.ended(lambda: dynamodb.describe_export(ExportArn=ion["ExportArn"])["ExportDescription"], "ExportStatus")
        self.assertEqual(("COMPLETED", "ION"), (ion["ExportStatus"], ion["ExportFormat"]))
        [data] = [found["Key"] for found in s3.list_objects_v2(Bucket=bucket, Prefix="ion/")["Contents"] if found["Key"].endswith(".ion.gz")]
        self.assertIn("$ion_1_0 {Item:{", gzip.decompress(s3.get_object(Bucket=bucket, Key=data)["Body"].read()).decode())

        name = unique("imported")
        started = dynamodb.import_table(
            S3BucketSource={"S3Bucket": bucket, "S3KeyPrefix": files[0]["dataFileS3Key"]}, InputFormat="DYNAMODB_JSON", InputCompressionType="GZIP",
            TableCreationParameters={
                "TableName": name, "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
                "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "N"}]})["ImportTableDescription"]
        done = self.ended(lambda: dynamodb.describe_import(ImportArn=started["ImportArn"])["ImportTableDescription"], "ImportStatus")
        self.assertEqual(("COMPLETED", 40, 0), (done["ImportStatus"], done["ImportedItemCount"], done["ErrorCount"]))
        self.assertEqual(table.scan()["Items"], resource.Table(name).scan()["Items"])

    @needs("s3")
    def test_a_table_is_made_of_csv(self):
        s3 = client("s3")
        bucket = unique("bucket")
        s3.create_bucket(Bucket=bucket)
        s3.put_object(Bucket=bucket, Key="in/one.csv", Body='id,n,text\na,1,"x, ""y"""\nb,no,z\n'.encode())
        name = unique("imported")
        started = dynamodb.import_table(
            S3BucketSource={"S3Bucket": bucket, "S3KeyPrefix": "in/"}, InputFormat="CSV", TableCreationParameters={
                "TableName": name, "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}, {"AttributeName": "n", "KeyType": "RANGE"}],
                "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}, {"AttributeName": "n", "AttributeType": "N"}]})["ImportTableDescription"]
        done = self.ended(lambda: dynamodb.describe_import(ImportArn=started["ImportArn"])["ImportTableDescription"], "ImportStatus")
        self.assertEqual(("FAILED", "ItemValidationError", 1, 1), (done["ImportStatus"], done["FailureCode"], done["ImportedItemCount"], done["ErrorCount"]))
        self.assertEqual([{"id": "a", "n": 1, "text": 'x, "y"'}], resource.Table(name).scan()["Items"])

    def test_answers_bear_the_checksum_of_their_bodies(self):
        table = self.table()
        bodies = []
        watched = client("dynamodb")
        watched.meta.events.register("after-call.dynamodb", lambda http_response, **_: bodies.append(http_response))
        watched.put_item(TableName=table.name, Item={"pk": {"S": "雲" * 600}})
        watched.get_item(TableName=table.name, Key={"pk": {"S": "雲" * 600}})
        self.refused("ValidationException", watched.get_item, TableName=table.name, Key={"other": {"S": "x"}})
        self.assertEqual(3, len(bodies))
        for body in bodies:
            self.assertEqual(str(zlib.crc32(body.content)), body.headers["x-amz-crc32"])

    def test_throughput_that_counts_throttles_until_the_next_second(self):
        name = unique("table")
        dynamodb.create_table(
            TableName=name, KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}], AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}, Tags=[{"Key": "unkai:throughput", "Value": "enforced"}])
        item = {"pk": {"S": "a"}, "text": {"S": "x" * 390 * 1024}}
        dynamodb.put_item(TableName=name, Item=item)
        answer = self.refused("ProvisionedThroughputExceededException", dynamodb.put_item, TableName=name, Item=item)
        if "ThrottlingReasons" in dynamodb.meta.service_model.shape_for("ProvisionedThroughputExceededException").members:
            self.assertEqual("TableWriteProvisionedThroughputExceeded", answer["ThrottlingReasons"][0]["reason"])
        self.refused("ProvisionedThroughputExceededException", dynamodb.batch_write_item, RequestItems={name: [{"PutRequest": {"Item": item}}]})
        cancelled = self.refused("TransactionCanceledException", dynamodb.transact_write_items, TransactItems=[{"Put": {"TableName": name, "Item": item}}])
        self.assertEqual("ProvisionedThroughputExceeded", cancelled["CancellationReasons"][0]["Code"])
        self.assertEqual("a", dynamodb.get_item(TableName=name, Key={"pk": {"S": "a"}})["Item"]["pk"]["S"])

    def test_an_index_of_several_attributes_a_key(self):
        table = self.table(
            attributes=[{"AttributeName": name, "AttributeType": "S"} for name in ("cup", "area", "bracket")],
            GlobalSecondaryIndexes=[{"IndexName": "matches", "Projection": {"ProjectionType": "ALL"}, "KeySchema": [
                {"AttributeName": "cup", "KeyType": "HASH"}, {"AttributeName": "area", "KeyType": "HASH"}, {"AttributeName": "bracket", "KeyType": "RANGE"}]}])
        for pk, area, bracket in (("1", "eu", "a"), ("2", "eu", "b"), ("3", "us", "a"), ("4", "eu", "c")):
            table.put_item(Item={"pk": pk, "cup": "winter", "area": area, "bracket": bracket})
        found = table.query(IndexName="matches", KeyConditionExpression=Key("cup").eq("winter") & Key("area").eq("eu") & Key("bracket").gte("b"))
        self.assertEqual(["2", "4"], [item["pk"] for item in found["Items"]])
        self.invalid(
            "Query condition missed key schema element: area", dynamodb.query, TableName=table.name, IndexName="matches", KeyConditionExpression="cup = :c",
            ExpressionAttributeValues={":c": {"S": "winter"}})

    @unittest.skipUnless(hasattr(dynamodb, "put_resource_policy"), "this boto3 knows no resource policies of DynamoDB")
    def test_a_stream_has_a_policy(self):
        table = self.table(StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})
        policy = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "dynamodb:GetRecords", "Resource": "*"}]})
        dynamodb.put_resource_policy(ResourceArn=table.latest_stream_arn, Policy=policy)
        self.assertEqual(policy, dynamodb.get_resource_policy(ResourceArn=table.latest_stream_arn)["Policy"])
        self.refused("PolicyNotFoundException", dynamodb.get_resource_policy, ResourceArn=table.table_arn)

    def ended(self, describe, status):
        for _ in range(200):
            found = describe()
            if found[status] != "IN_PROGRESS":
                return found
            time.sleep(0.05)
        self.fail(found)
