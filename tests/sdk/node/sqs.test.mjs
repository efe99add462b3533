import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  ChangeMessageVisibilityCommand, CreateQueueCommand, DeleteMessageCommand, GetQueueAttributesCommand, GetQueueUrlCommand, ReceiveMessageCommand,
  SQSClient, SendMessageBatchCommand, SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { needs, options, refused, unique } from './cloud.mjs';

const sqs = new SQSClient(options());

const queue = async (Attributes) => (await sqs.send(new CreateQueueCommand({ QueueName: unique('queue') + (Attributes?.FifoQueue ? '.fifo' : ''), Attributes }))).QueueUrl;
const receive = async (QueueUrl, more) => (await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, ...more }))).Messages ?? [];

// The SDK checks the MD5 of bodies and attributes itself.
test('a message is sent, received and deleted', needs('sqs'), async () => {
  const QueueUrl = await queue();
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'hello 雲海', MessageAttributes: { n: { DataType: 'Number', StringValue: '7' }, b: { DataType: 'Binary', BinaryValue: Buffer.from([1, 2]) } } }));
  const [message] = await receive(QueueUrl, { MessageAttributeNames: ['All'], MessageSystemAttributeNames: ['All'] });
  assert.equal(message.Body, 'hello 雲海');
  assert.deepEqual(Buffer.from(message.MessageAttributes.b.BinaryValue), Buffer.from([1, 2]));
  assert.equal(message.Attributes.ApproximateReceiveCount, '1');
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  assert.equal(Attributes.ApproximateNumberOfMessages, '0');
  assert.equal(Attributes.QueueArn, `arn:aws:sqs:us-east-1:000000000000:${QueueUrl.split('/').at(-1)}`);
});

test('a hidden message is shown when asked', needs('sqs'), async () => {
  const QueueUrl = await queue();
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
  const [message] = await receive(QueueUrl);
  assert.equal((await receive(QueueUrl)).length, 0);
  await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle, VisibilityTimeout: 0 }));
  assert.equal((await receive(QueueUrl)).length, 1);
});

test('batches succeed and fail entry by entry', needs('sqs'), async () => {
  const QueueUrl = await queue();
  const sent = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: 'a', MessageBody: 'x' }, { Id: 'b', MessageBody: 'y', DelaySeconds: 901 }] }));
  assert.deepEqual(sent.Successful.map((one) => one.Id), ['a']);
  assert.deepEqual(sent.Failed.map((one) => [one.Id, one.SenderFault]), [['b', true]]);
});

test('fifo queues keep order', needs('sqs'), async () => {
  const QueueUrl = await queue({ FifoQueue: 'true', ContentBasedDeduplication: 'true' });
  for (const MessageBody of ['1', '2', '2', '3']) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody, MessageGroupId: 'g' }));
  assert.deepEqual((await receive(QueueUrl)).map((one) => one.Body), ['1', '2', '3']);
});

test('errors by name', needs('sqs'), async () => {
  await refused('QueueDoesNotExist', sqs.send(new GetQueueUrlCommand({ QueueName: unique('missing') })));
  const QueueUrl = await queue();
  await refused('ReceiptHandleIsInvalid', sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'nonsense' })));
});
