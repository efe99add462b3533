import time
import unittest

from cloud import CloudTest, client, needs, unique

logs = client("logs")


@needs("logs")
class Logs(CloudTest):
    def setUp(self):
        self.group = "/test/" + unique("group")
        logs.create_log_group(logGroupName=self.group)
        logs.create_log_stream(logGroupName=self.group, logStreamName="one")
        self.now = int(time.time() * 1000)

    def put(self, *messages, stream="one"):
        return logs.put_log_events(logGroupName=self.group, logStreamName=stream, logEvents=[{"timestamp": self.now + i, "message": message} for i, message in enumerate(messages)])

    def test_events_are_read_in_their_order(self):
        self.put("first", "second 雲海", "third")
        read = logs.get_log_events(logGroupName=self.group, logStreamName="one", startFromHead=True)
        self.assertEqual(["first", "second 雲海", "third"], [event["message"] for event in read["events"]])
        again = logs.get_log_events(logGroupName=self.group, logStreamName="one", nextToken=read["nextForwardToken"], startFromHead=True)
        self.assertEqual(([], read["nextForwardToken"]), (again["events"], again["nextForwardToken"]))

    def test_events_are_filtered(self):
        self.put("INFO all is well", "ERROR all is lost", '{"level": "ERROR", "code": 7}')
        filtered = logs.filter_log_events(logGroupName=self.group, filterPattern="lost")
        self.assertEqual(["ERROR all is lost"], [event["message"] for event in filtered["events"]])
        filtered = logs.filter_log_events(logGroupName=self.group, filterPattern="{ $.code = 7 }")
        self.assertEqual(1, len(filtered["events"]))

    def test_groups_and_streams_are_described(self):
        group, = logs.describe_log_groups(logGroupNamePrefix=self.group)["logGroups"]
        self.assertEqual(self.group, group["logGroupName"])
        self.assertTrue(group["arn"].startswith("arn:aws:logs:us-east-1:000000000000:log-group:" + self.group))
        stream, = logs.describe_log_streams(logGroupName=self.group)["logStreams"]
        self.assertEqual("one", stream["logStreamName"])

    def test_retention_is_kept(self):
        logs.put_retention_policy(logGroupName=self.group, retentionInDays=7)
        self.assertEqual(7, logs.describe_log_groups(logGroupNamePrefix=self.group)["logGroups"][0]["retentionInDays"])
        self.refused("InvalidParameterException", logs.put_retention_policy, logGroupName=self.group, retentionInDays=8)

    def test_errors_by_name(self):
        self.refused("ResourceAlreadyExistsException", logs.create_log_group, logGroupName=self.group)
        self.refused("ResourceNotFoundException", logs.get_log_events, logGroupName=self.group, logStreamName="missing")
        logs.delete_log_group(logGroupName=self.group)
        self.refused("ResourceNotFoundException", logs.describe_log_streams, logGroupName=self.group)

    def test_a_space_delimited_pattern_filters_and_is_tested(self):
        hit = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /film HTTP/1.0" 404 1534'
        self.put('127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /film HTTP/1.0" 200 1534', hit)
        pattern = "[ip, ..., request, status=4*, bytes>1000]"
        filtered = logs.filter_log_events(logGroupName=self.group, filterPattern=pattern)
        self.assertEqual([hit], [event["message"] for event in filtered["events"]])
        match, = logs.test_metric_filter(filterPattern=pattern, logEventMessages=[hit])["matches"]
        self.assertEqual((1, "404", "GET /film HTTP/1.0"), (match["eventNumber"], match["extractedValues"]["$status"], match["extractedValues"]["$request"]))

    @unittest.skipUnless(hasattr(logs, "start_live_tail"), "this boto3 does not know StartLiveTail")
    def test_new_events_are_tailed_live(self):
        arn = "arn:aws:logs:us-east-1:000000000000:log-group:" + self.group
        stream = client("logs", inject_host_prefix=False).start_live_tail(logGroupIdentifiers=[arn], logEventFilterPattern="ERROR")["responseStream"]
        try:
            found = []
            for event in stream:
                if "sessionStart" in event:
                    self.assertEqual([arn], event["sessionStart"]["logGroupIdentifiers"])
                    self.put("INFO all is well", "ERROR all is lost")
                found += event.get("sessionUpdate", {}).get("sessionResults", [])
                if found:
                    break
            self.assertEqual([("one", "ERROR all is lost", self.now + 1)], [(one["logStreamName"], one["message"], one["timestamp"]) for one in found])
        finally:
            stream.close()
