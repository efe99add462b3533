import datetime
import subprocess
import sys

import pytest
from botocore.exceptions import ClientError

import unkai_pytest


@pytest.mark.parametrize("run", [1, 2])
def test_each_test_finds_what_was_seeded_and_nothing_of_another(unkai, run):
    s3 = unkai.client("s3")
    assert [found["Key"] for found in s3.list_objects_v2(Bucket="seeded")["Contents"]] == ["greeting"]
    s3.put_object(Bucket="seeded", Key="run-%d" % run, Body=b"")


def test_a_fork_in_a_test_and_its_end(unkai):
    unkai.client("sqs").create_queue(QueueName="q")
    other = unkai.fork()
    unkai.client("sqs").create_queue(QueueName="here")
    with pytest.raises(ClientError):
        other.client("sqs").get_queue_url(QueueName="here")
    other.client("sqs").get_queue_url(QueueName="q")
    sqs = other.client("sqs", region_name="us-east-1")
    other.delete()
    other.delete()
    with pytest.raises(ClientError) as refused:
        sqs.list_queues()
    assert refused.value.response["Error"]["Code"] == "WorldNotFound"


def test_reset_empties_a_world(unkai):
    unkai.reset()
    assert unkai.client("s3").list_buckets()["Buckets"] == []


def test_a_delay_of_fifteen_minutes_passes_at_once(unkai):
    unkai.clock.freeze()
    sqs = unkai.client("sqs")
    queue = sqs.create_queue(QueueName="q")["QueueUrl"]
    sqs.send_message(QueueUrl=queue, MessageBody="late", DelaySeconds=900)
    unkai.clock.advance("14m59s")
    assert "Messages" not in sqs.receive_message(QueueUrl=queue)
    unkai.clock.advance(datetime.timedelta(seconds=1))
    assert [message["Body"] for message in sqs.receive_message(QueueUrl=queue)["Messages"]] == ["late"]


def test_the_clock_stands_runs_and_says_its_time(unkai):
    start = datetime.datetime(2030, 1, 1, tzinfo=datetime.timezone.utc)
    unkai.clock.freeze(start)
    assert unkai.clock.now() == start
    report = unkai.clock.advance("15d")
    assert report.time == start + datetime.timedelta(days=15) == unkai.clock.now()
    assert report.failures == [] and report.invocations == 0
    assert unkai.clock.settle().job_count == 0
    unkai.clock.run(rate=1000)
    assert unkai.clock.now() > report.time
    with pytest.raises(unkai_pytest.UnkaiError, match="duration"):
        unkai.clock.advance("soon")


def test_a_presigned_url_expires_by_the_worlds_clock_and_one_made_afterwards_does_not(unkai):
    import urllib.error
    import urllib.request

    def presign():
        return unkai.client("s3").generate_presigned_url("get_object", Params={"Bucket": "seeded", "Key": "greeting"}, ExpiresIn=3600)

    unkai.clock.freeze()
    before = presign()
    assert urllib.request.urlopen(before).read() == b"hello"
    unkai.clock.advance("15d")
    with pytest.raises(urllib.error.HTTPError) as expired:
        urllib.request.urlopen(before)
    assert expired.value.code == 403
    assert urllib.request.urlopen(presign()).read() == b"hello"


def test_keys_that_a_world_issues_choose_it(unkai):
    unkai.client("iam").create_user(UserName="u")
    key = unkai.client("iam").create_access_key(UserName="u")["AccessKey"]
    sts = unkai.client("sts", aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"])
    assert len(key["AccessKeyId"]) == 20
    assert sts.get_caller_identity()["Arn"] == "arn:aws:iam::000000000000:user/u"


@pytest.mark.parametrize("members", [{"error": "ThrottlingException"}, {"error": "ServiceUnavailable"}, {"drop": "before"}, {"drop": "after"}])
def test_boto3s_own_retries_cope(unkai, members):
    sqs = unkai.client("sqs")
    queue = sqs.create_queue(QueueName="q")["QueueUrl"]
    rule = unkai.faults.add(service="sqs", operation="SendMessage", times=2, **members)
    sqs.send_message(QueueUrl=queue, MessageBody="m")
    assert rule.hits == 2


def test_rules_are_listed_removed_and_refused(unkai):
    rule = unkai.faults.add(service="s3", delay_percentiles={"50": "1ms", "99": "2ms"}, from_=datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc))
    unkai.client("s3").list_buckets()
    assert [one.id for one in unkai.faults.list()] == [rule.id]
    assert rule.hits == 1
    unkai.faults.clear()
    assert unkai.faults.list() == []
    with pytest.raises(unkai_pytest.UnkaiError, match="no service"):
        unkai.faults.add(service="nothing", error="X")


def test_code_that_makes_its_own_clients_finds_the_world_in_its_environment(unkai_env):
    unkai_env.client("sqs").create_queue(QueueName="mine")
    program = "import boto3, os; print(boto3.client('sqs', endpoint_url=os.environ['AWS_ENDPOINT_URL']).get_queue_url(QueueName='mine')['QueueUrl'])"
    assert subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.strip().endswith("/000000000000/mine")


def test_resources_are_of_the_world_too(unkai):
    assert [bucket.name for bucket in unkai.resource("s3").buckets.all()] == ["seeded"]
