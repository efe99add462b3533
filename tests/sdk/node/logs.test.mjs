import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CloudWatchLogsClient, CreateLogGroupCommand, CreateLogStreamCommand, DescribeLogStreamsCommand, FilterLogEventsCommand, GetLogEventsCommand, PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { needs, options, refused, unique } from './cloud.mjs';

const logs = new CloudWatchLogsClient(options());

test('events are written, read and filtered', needs('logs'), async () => {
  const logGroupName = unique('group');
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName: 'one' }));
  const timestamp = Date.now();
  await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName: 'one', logEvents: [{ timestamp, message: 'first' }, { timestamp: timestamp + 1, message: 'second' }] }));
  const read = await logs.send(new GetLogEventsCommand({ logGroupName, logStreamName: 'one', startFromHead: true }));
  assert.deepEqual(read.events.map((event) => [event.timestamp, event.message]), [[timestamp, 'first'], [timestamp + 1, 'second']]);
  const filtered = await logs.send(new FilterLogEventsCommand({ logGroupName, filterPattern: 'second' }));
  assert.deepEqual(filtered.events.map((event) => event.message), ['second']);
});

test('errors by name', needs('logs'), async () => {
  await refused('ResourceNotFoundException', logs.send(new DescribeLogStreamsCommand({ logGroupName: unique('missing') })));
});
