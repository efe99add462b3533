import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UnkaiError } from 'unkai-testing';
import { worlds } from 'unkai-testing/node-test';
import {
  CreateBucketCommand, CreateQueueCommand, GetObjectCommand, GetQueueUrlCommand, getSignedUrl, ListObjectsV2Command, PutObjectCommand, ReceiveMessageCommand, S3Client,
  SendMessageCommand, SQSClient,
} from './sdk.mjs';

const withWorld = worlds({
  seed: async (world) => {
    const s3 = new S3Client(world.config());
    await s3.send(new CreateBucketCommand({ Bucket: 'seeded' }));
    await s3.send(new PutObjectCommand({ Bucket: 'seeded', Key: 'greeting', Body: 'hello' }));
  },
});

for (const run of [1, 2]) {
  test(`each test finds what was seeded and nothing of another, ${run}`, withWorld(async (world) => {
    const s3 = new S3Client(world.config());
    assert.deepEqual((await s3.send(new ListObjectsV2Command({ Bucket: 'seeded' }))).Contents.map(({ Key }) => Key), ['greeting']);
    await s3.send(new PutObjectCommand({ Bucket: 'seeded', Key: `run-${run}`, Body: '' }));
  }));
}

test('a fork in a test is another world', withWorld(async (world) => {
  const other = await world.fork();
  await new SQSClient(world.config()).send(new CreateQueueCommand({ QueueName: 'here' }));
  await assert.rejects(new SQSClient(other.config()).send(new GetQueueUrlCommand({ QueueName: 'here' })), { name: 'QueueDoesNotExist' });
  await other.delete();
  await other.delete();
  await assert.rejects(new SQSClient(other.config()).send(new GetQueueUrlCommand({ QueueName: 'here' })), { name: 'WorldNotFound' });
}));

test('a delay of fifteen minutes passes at once', withWorld(async (world) => {
  await world.clock.freeze();
  const sqs = new SQSClient(world.config());
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'late', DelaySeconds: 900 }));
  await world.clock.advance('14m59s');
  assert.equal((await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages, undefined);
  await world.clock.advance(1000);
  assert.equal((await sqs.send(new ReceiveMessageCommand({ QueueUrl }))).Messages[0].Body, 'late');
}));

test('the clock stands, runs and says its time', withWorld(async (world) => {
  await world.clock.freeze(new Date('2030-01-01T00:00:00Z'));
  const report = await world.clock.advance('15d');
  assert.equal(report.time.toISOString(), '2030-01-16T00:00:00.000Z');
  assert.equal((await world.clock.now()).getTime(), report.time.getTime());
  assert.deepEqual((await world.clock.settle()).failures, []);
  await world.clock.run({ rate: 1000 });
  assert.ok((await world.clock.now()) > report.time);
  await assert.rejects(world.clock.advance('soon'), (refused) => refused instanceof UnkaiError && refused.status === 400);
}));

test('a presigned URL expires by the world\'s clock and one made afterwards does not', withWorld(async (world) => {
  const s3 = new S3Client(world.config());
  const presign = () => getSignedUrl(s3, new GetObjectCommand({ Bucket: 'seeded', Key: 'greeting' }), { expiresIn: 3600 });
  await world.clock.freeze();
  const before = await presign();
  assert.equal(await (await fetch(before)).text(), 'hello');
  await world.clock.advance('15d');
  assert.equal((await fetch(before)).status, 403);
  await world.clock.whenSigningIsClear();
  assert.equal((await fetch(await presign())).status, 200);
  // Or signed with the world's time, at once.
  const signingDate = await world.clock.now();
  assert.equal((await fetch(await getSignedUrl(s3, new GetObjectCommand({ Bucket: 'seeded', Key: 'greeting' }), { expiresIn: 3600, signingDate }))).status, 200);
}));

for (const broken of [{ error: 'ThrottlingException' }, { error: 'ServiceUnavailable' }, { drop: 'before' }, { drop: 'after' }]) {
  test(`the SDK's own retries cope with ${Object.values(broken)}`, withWorld(async (world) => {
    const sqs = new SQSClient(world.config());
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
    const rule = await world.faults.add({ service: 'sqs', operation: 'SendMessage', times: 2, ...broken });
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'm' }));
    assert.equal(await rule.hits(), 2);
  }));
}

test('rules are listed, removed and refused', withWorld(async (world) => {
  const rule = await world.faults.add({ service: 's3', delayMean: '1ms', until: new Date('2100-01-01') });
  assert.deepEqual((await world.faults.list()).map(({ id }) => id), [rule.id]);
  await world.faults.clear();
  assert.deepEqual(await world.faults.list(), []);
  await assert.rejects(world.faults.add({ service: 'nothing', error: 'X' }), /no service/);
}));

test('the environment brings a tool here', withWorld(async (world) => {
  assert.equal(world.env.AWS_ENDPOINT_URL, world.endpoint);
  assert.match(world.env.AWS_ACCESS_KEY_ID, new RegExp(`^000000000000@${world.name}$`));
}));
