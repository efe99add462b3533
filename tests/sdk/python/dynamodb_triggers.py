import io
import json
import time
import zipfile

from cloud import CloudTest, client, needs, unique

dynamodb = client("dynamodb")
functions = client("lambda", read_timeout=120)
logs = client("logs")
sqs = client("sqs")
TRUST = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
CODE = """
import json
def handler(event, context):
    for record in event["Records"]:
        print("SAW", json.dumps(record, ensure_ascii=False))
    if any(record["dynamodb"]["Keys"]["pk"]["S"] == "bad" for record in event["Records"]):
        raise ValueError("as asked")
"""


@needs("dynamodb", "lambda", "logs", "sqs", "iam")
class Triggers(CloudTest):
    def setUp(self):
        self.name = unique("trigger")
        role = client("iam").create_role(RoleName=self.name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr("app.py", CODE)
        functions.create_function(FunctionName=self.name, Runtime="python3.12", Role=role, Handler="app.handler", Code={"ZipFile": archive.getvalue()}, Timeout=30)
        self.stream = dynamodb.create_table(
            TableName=self.name, KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}], AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST", StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})["TableDescription"]["LatestStreamArn"]

    def put(self, pk, **more):
        dynamodb.put_item(TableName=self.name, Item={"pk": {"S": pk}, **more})

    def seen(self, count):
        for _ in range(300):
            try:
                lines = [event["message"] for page in logs.get_paginator("filter_log_events").paginate(logGroupName="/aws/lambda/" + self.name, filterPattern="SAW") for event in page["events"]]
            except logs.exceptions.ResourceNotFoundException:
                lines = []
            if len(lines) >= count:
                return [json.loads(line.split("SAW ", 1)[1]) for line in lines]
            time.sleep(0.1)
        self.fail("the function saw %d records, not %d: %s" % (len(lines), count, lines))

    def test_a_function_sees_changes_in_their_order(self):
        self.put("first")
        functions.create_event_source_mapping(FunctionName=self.name, EventSourceArn=self.stream, StartingPosition="TRIM_HORIZON", BatchSize=2)
        for i in range(4):
            self.put("again", n={"N": str(i)})
        records = self.seen(5)
        self.assertEqual(["first", "0", "1", "2", "3"], [record["dynamodb"]["NewImage"].get("n", {"N": "first"})["N"] for record in records])
        self.assertEqual(("INSERT", "aws:dynamodb", self.stream), (records[0]["eventName"], records[0]["eventSource"], records[0]["eventSourceARN"]))
        self.assertEqual({"pk": {"S": "again"}, "n": {"N": "0"}}, records[2]["dynamodb"]["OldImage"])

    def test_a_filter_and_the_end_of_the_stream(self):
        self.put("before", kind={"S": "wanted"})
        functions.create_event_source_mapping(
            FunctionName=self.name, EventSourceArn=self.stream, StartingPosition="LATEST",
            FilterCriteria={"Filters": [{"Pattern": json.dumps({"dynamodb": {"NewImage": {"kind": {"S": ["wanted"]}}}})}]})
        self.put("other", kind={"S": "other"})
        self.put("after", kind={"S": "wanted"})
        self.assertEqual(["after"], [record["dynamodb"]["Keys"]["pk"]["S"] for record in self.seen(1)])

    def test_a_batch_that_fails_is_bisected_tried_again_and_told_to_a_queue(self):
        url = sqs.create_queue(QueueName=self.name)["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        for pk in ("good", "bad", "better"):
            self.put(pk)
        mapping = functions.create_event_source_mapping(
            FunctionName=self.name, EventSourceArn=self.stream, StartingPosition="TRIM_HORIZON", MaximumRetryAttempts=1, BisectBatchOnFunctionError=True,
            DestinationConfig={"OnFailure": {"Destination": arn}})
        self.assertEqual((1, True, "TRIM_HORIZON"), (mapping["MaximumRetryAttempts"], mapping["BisectBatchOnFunctionError"], mapping["StartingPosition"]))
        messages = []
        for _ in range(10):
            messages = messages or sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5).get("Messages", [])
        told = json.loads(messages[0]["Body"])
        self.assertEqual(("RetryAttemptsExhausted", 1, self.stream), (told["requestContext"]["condition"], told["DDBStreamBatchInfo"]["batchSize"], told["DDBStreamBatchInfo"]["streamArn"]))
        self.assertIn("better", [record["dynamodb"]["Keys"]["pk"]["S"] for record in self.seen(5)])

    def test_what_is_not_done_is_refused_and_what_is_done_anyway_is_not(self):
        make = dict(FunctionName=self.name, EventSourceArn=self.stream, StartingPosition="TRIM_HORIZON")
        self.refused("InvalidParameterValueException", functions.create_event_source_mapping, **{**make, "StartingPosition": "AT_TIMESTAMP"})
        self.refused("NotImplemented", functions.create_event_source_mapping, **make, ParallelizationFactor=2)
        self.refused("NotImplemented", functions.create_event_source_mapping, **make, TumblingWindowInSeconds=30)
        topic = {"OnFailure": {"Destination": "arn:aws:sns:us-east-1:000000000000:topic"}}
        self.refused("NotImplemented", functions.create_event_source_mapping, **make, DestinationConfig=topic)
        mapping = functions.create_event_source_mapping(**make, ParallelizationFactor=1, TumblingWindowInSeconds=0)
        self.assertEqual((1, 0), (mapping["ParallelizationFactor"], mapping["TumblingWindowInSeconds"]))
        self.refused("NotImplemented", functions.update_event_source_mapping, UUID=mapping["UUID"], DestinationConfig=topic)
        functions.delete_event_source_mapping(UUID=mapping["UUID"])
