import json

from cloud import CloudTest, client, needs, unique

sqs = client("sqs")


@needs("sqs")
class Sqs(CloudTest):
    def queue(self, stem="queue", **attributes):
        name = unique(stem) + (".fifo" if attributes.get("FifoQueue") else "")
        return sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]

    def receive(self, url, **more):
        return sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, **more).get("Messages", [])

    def test_a_message_is_sent_received_and_deleted(self):
        url = self.queue()
        sent = sqs.send_message(QueueUrl=url, MessageBody="hello 雲海", MessageAttributes={"kind": {"DataType": "String", "StringValue": "test"}, "n": {"DataType": "Number", "StringValue": "7"}})
        message, = self.receive(url, MessageAttributeNames=["All"], AttributeNames=["All"])
        self.assertEqual(("hello 雲海", sent["MessageId"], sent["MD5OfMessageBody"]), (message["Body"], message["MessageId"], message["MD5OfBody"]))
        self.assertEqual("test", message["MessageAttributes"]["kind"]["StringValue"])
        self.assertEqual(sent["MD5OfMessageAttributes"], message["MD5OfMessageAttributes"])
        self.assertEqual("1", message["Attributes"]["ApproximateReceiveCount"])
        self.assertEqual([], self.receive(url))
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"])["Attributes"]
        self.assertEqual({"0"}, set(counts.values()))

    def test_visibility_ends_when_asked(self):
        url = self.queue()
        sqs.send_message(QueueUrl=url, MessageBody="x")
        first, = self.receive(url)
        sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=first["ReceiptHandle"], VisibilityTimeout=0)
        second, = self.receive(url, AttributeNames=["ApproximateReceiveCount"])
        self.assertEqual("2", second["Attributes"]["ApproximateReceiveCount"])

    def test_batches(self):
        url = self.queue()
        sent = sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": str(i), "MessageBody": "m%d" % i} for i in range(10)])
        self.assertEqual(10, len(sent["Successful"]))
        received = []
        for _ in range(20):
            received += self.receive(url)
        self.assertEqual({"m%d" % i for i in range(10)}, {message["Body"] for message in received})
        deleted = sqs.delete_message_batch(QueueUrl=url, Entries=[{"Id": str(i), "ReceiptHandle": message["ReceiptHandle"]} for i, message in enumerate(received)])
        self.assertEqual(10, len(deleted["Successful"]))

    def test_errors_by_name(self):
        self.refused("AWS.SimpleQueueService.NonExistentQueue", sqs.get_queue_url, QueueName=unique("missing"))
        url = self.queue()
        self.refused("AWS.SimpleQueueService.EmptyBatchRequest", sqs.send_message_batch, QueueUrl=url, Entries=[])
        self.refused("AWS.SimpleQueueService.BatchEntryIdsNotDistinct", sqs.send_message_batch, QueueUrl=url, Entries=[{"Id": "a", "MessageBody": "x"}] * 2)
        self.refused("ReceiptHandleIsInvalid", sqs.delete_message, QueueUrl=url, ReceiptHandle="nonsense")
        with self.assertRaises(sqs.exceptions.QueueDoesNotExist):
            sqs.get_queue_url(QueueName=unique("missing"))

    def test_fifo_queues_keep_order_and_know_duplicates(self):
        url = self.queue(FifoQueue="true")
        for i in range(3):
            sqs.send_message(QueueUrl=url, MessageBody=str(i), MessageGroupId="g", MessageDeduplicationId="d%d" % i)
        sqs.send_message(QueueUrl=url, MessageBody="again", MessageGroupId="g", MessageDeduplicationId="d0")
        self.assertEqual(["0", "1", "2"], [message["Body"] for message in self.receive(url)])

    def test_dead_letters(self):
        dead = self.queue("dead")
        arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        url = self.queue(RedrivePolicy=json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": "1"}))
        sqs.send_message(QueueUrl=url, MessageBody="poison")
        self.receive(url, VisibilityTimeout=0)
        self.assertEqual([], self.receive(url))
        self.assertEqual("poison", self.receive(dead)[0]["Body"])
        self.assertEqual([url], sqs.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"])

    def test_queues_are_listed_and_tagged(self):
        stem = unique("listed")
        urls = sorted(sqs.create_queue(QueueName="%s-%d" % (stem, i), tags={"a": "b"})["QueueUrl"] for i in range(3))
        self.assertEqual(urls, sorted(sqs.list_queues(QueueNamePrefix=stem)["QueueUrls"]))
        self.assertEqual({"a": "b"}, sqs.list_queue_tags(QueueUrl=urls[0])["Tags"])
        self.assertEqual(urls[0], sqs.get_queue_url(QueueName=stem + "-0")["QueueUrl"])
        sqs.delete_queue(QueueUrl=urls[0])
        self.assertEqual(urls[1:], sorted(sqs.list_queues(QueueNamePrefix=stem)["QueueUrls"]))

    def test_a_long_poll_ends_with_the_message(self):
        url = self.queue(ReceiveMessageWaitTimeSeconds="20")
        sqs.send_message(QueueUrl=url, MessageBody="x", DelaySeconds=1)
        self.assertEqual("x", self.receive(url)[0]["Body"])
