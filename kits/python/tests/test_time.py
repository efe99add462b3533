"""What passes with a world's clock, through boto3."""
import datetime
import io
import json
import threading
import zipfile

import pytest
from botocore.exceptions import ClientError

START = datetime.datetime(2030, 1, 1, tzinfo=datetime.timezone.utc)
MINUTE = datetime.timedelta(minutes=1)
TRUST = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com", "AWS": "*"}, "Action": "sts:AssumeRole"}]}


@pytest.fixture
def frozen(unkai):
    unkai.clock.freeze(START)
    return unkai


@pytest.fixture
def role(frozen):
    return frozen.client("iam").create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]["Arn"]


def function(world, role, code):
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("index.py", code)
    world.client("lambda").create_function(
        FunctionName="f", Runtime="python3.12", Role=role, Handler="index.handler", Code={"ZipFile": package.getvalue()}, Timeout=20)


def bodies(sqs, queue, **options):
    return [message["Body"] for message in sqs.receive_message(QueueUrl=queue, **options).get("Messages", [])]


def test_a_message_is_hidden_and_comes_back_and_is_forgotten_after_fourteen_days(frozen):
    sqs = frozen.client("sqs")
    queue = sqs.create_queue(QueueName="q", Attributes={"MessageRetentionPeriod": "1209600"})["QueueUrl"]
    sqs.send_message(QueueUrl=queue, MessageBody="m")
    assert bodies(sqs, queue, VisibilityTimeout=43200) == ["m"]
    frozen.clock.advance("11h59m59s")
    assert bodies(sqs, queue) == []
    frozen.clock.advance("1s")
    assert bodies(sqs, queue) == ["m"]
    frozen.clock.advance("13d")
    assert bodies(sqs, queue) == ["m"]
    frozen.clock.advance("1d")
    assert bodies(sqs, queue) == []


def test_a_long_poll_ends_when_an_advance_passes_it_and_one_that_a_message_meets_has_it(frozen):
    sqs = frozen.client("sqs")
    queue = sqs.create_queue(QueueName="q")["QueueUrl"]
    got = []
    poll = threading.Thread(target=lambda: got.append(bodies(sqs, queue, WaitTimeSeconds=20)))
    poll.start()
    while poll.is_alive():
        # The poll may begin after an advance: the next one passes it.
        frozen.clock.advance("30s")
        poll.join(0.05)
    assert got == [[]]
    poll = threading.Thread(target=lambda: got.append(bodies(sqs, queue, WaitTimeSeconds=20)))
    poll.start()
    sqs.send_message(QueueUrl=queue, MessageBody="m")
    poll.join()
    assert got[1] == ["m"]


def test_a_long_poll_on_a_frozen_clock_ends_after_its_real_time(frozen):
    sqs = frozen.client("sqs")
    queue = sqs.create_queue(QueueName="q")["QueueUrl"]
    assert bodies(sqs, queue, WaitTimeSeconds=1) == []
    assert frozen.clock.now() == START


def test_an_event_is_retried_after_one_minute_and_two_and_its_failures_are_said(frozen, role):
    function(frozen, role, "def handler(event, context):\n    raise ValueError('no')\n")
    frozen.client("lambda").invoke(FunctionName="f", InvocationType="Event", Payload=b"{}")
    settled = frozen.clock.settle()
    assert (settled.invocations, len(settled.failures)) == (1, 1)
    advanced = frozen.clock.advance("1h")
    assert advanced.invocations == 2
    assert [failure["ranAt"][:16] for failure in advanced.failures] == [(START + MINUTE).isoformat()[:16], (START + 3 * MINUTE).isoformat()[:16]]


def test_nothing_due_happens_by_itself_and_a_queue_feeds_its_function_when_the_world_is_settled(frozen, role):
    function(frozen, role, "def handler(event, context):\n    return {}\n")
    sqs = frozen.client("sqs")
    queue = sqs.create_queue(QueueName="q")["QueueUrl"]
    frozen.client("lambda").create_event_source_mapping(EventSourceArn="arn:aws:sqs:us-east-1:000000000000:q", FunctionName="f")
    sqs.send_message(QueueUrl=queue, MessageBody="m", DelaySeconds=900)
    assert frozen.clock.settle().invocations == 0
    assert frozen.clock.advance("15m").invocations == 1
    assert sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]["ApproximateNumberOfMessagesNotVisible"] == "0"


def test_a_session_ends_with_the_worlds_time(frozen, role):
    given = frozen.client("sts").assume_role(RoleArn=role, RoleSessionName="me", DurationSeconds=900)["Credentials"]
    assert given["Expiration"] == START + 15 * MINUTE
    s3 = frozen.client(
        "s3", aws_access_key_id=given["AccessKeyId"], aws_secret_access_key=given["SecretAccessKey"], aws_session_token=given["SessionToken"])
    frozen.clock.advance("14m59s")
    s3.list_buckets()
    frozen.clock.advance("1s")
    with pytest.raises(ClientError) as expired:
        s3.list_buckets()
    assert expired.value.response["Error"]["Code"] == "ExpiredToken"


def test_times_that_are_answered_are_the_worlds(frozen):
    s3 = frozen.client("s3")
    answer = s3.put_object(Bucket="seeded", Key="k", Body=b"")
    assert answer["ResponseMetadata"]["HTTPHeaders"]["date"] == "Tue, 01 Jan 2030 00:00:00 GMT"
    assert s3.head_object(Bucket="seeded", Key="k")["LastModified"] == START


def test_a_functions_timeout_is_real_time(frozen, role):
    function(frozen, role, "import time\ndef handler(event, context):\n    time.sleep(20)\n")
    frozen.client("lambda").update_function_configuration(FunctionName="f", Timeout=1)
    payload = json.load(frozen.client("lambda").invoke(FunctionName="f")["Payload"])
    assert payload["errorType"] == "Sandbox.Timedout"
    assert frozen.clock.now() == START
