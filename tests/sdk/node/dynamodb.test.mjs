import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  CreateTableCommand, DeleteTableCommand, DescribeTableCommand, DynamoDBClient, paginateListTables, waitUntilTableExists, waitUntilTableNotExists,
} from '@aws-sdk/client-dynamodb';
import {
  BatchWriteCommand, DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand, TransactWriteCommand, UpdateCommand, paginateQuery, paginateScan,
} from '@aws-sdk/lib-dynamodb';
import { needs, options, refused, unique } from './cloud.mjs';

const client = new DynamoDBClient(options());
const dynamodb = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });

const table = async (more) => {
  const TableName = unique('table');
  await client.send(new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }, { AttributeName: 'sk', KeyType: 'RANGE' }],
    AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }, { AttributeName: 'sk', AttributeType: 'N' }],
    ...more,
  }));
  await waitUntilTableExists({ client, maxWaitTime: 10, minDelay: 0.05, maxDelay: 0.1 }, { TableName });
  return TableName;
};

test('a document comes back as it was put', needs('dynamodb'), async () => {
  const TableName = await table();
  const Item = { pk: 'a', sk: 1, list: ['x', 2, { deep: [null, false] }], set: new Set(['a', 'b']), bytes: new Uint8Array([0, 255]), text: '雲海', empty: '' };
  await dynamodb.send(new PutCommand({ TableName, Item }));
  const read = await dynamodb.send(new GetCommand({ TableName, Key: { pk: 'a', sk: 1 }, ConsistentRead: true }));
  assert.deepEqual(read.Item, Item);
});

test('an update changes what its condition allows', needs('dynamodb'), async () => {
  const TableName = await table();
  const update = { TableName, Key: { pk: 'a', sk: 1 }, UpdateExpression: 'SET #n = if_not_exists(#n, :zero) + :one', ExpressionAttributeNames: { '#n': 'count' }, ExpressionAttributeValues: { ':zero': 0, ':one': 1 }, ReturnValues: 'ALL_NEW' };
  await dynamodb.send(new UpdateCommand(update));
  assert.deepEqual((await dynamodb.send(new UpdateCommand(update))).Attributes, { pk: 'a', sk: 1, count: 2 });
  await refused('ConditionalCheckFailedException', dynamodb.send(new UpdateCommand({ ...update, ConditionExpression: 'attribute_not_exists(pk)' })));
});

test('queries and scans go page by page', needs('dynamodb'), async () => {
  const TableName = await table();
  const requests = Array.from({ length: 25 }, (_, i) => ({ PutRequest: { Item: { pk: `p${i % 2}`, sk: i } } }));
  await dynamodb.send(new BatchWriteCommand({ RequestItems: { [TableName]: requests } }));
  const found = [];
  for await (const page of paginateQuery({ client: dynamodb, pageSize: 5 }, { TableName, KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': 'p0' }, ScanIndexForward: false })) {
    found.push(...page.Items.map((item) => item.sk));
  }
  assert.deepEqual(found, [24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 2, 0]);
  let scanned = 0;
  for await (const page of paginateScan({ client: dynamodb, pageSize: 4 }, { TableName })) {
    scanned += page.Items.length;
  }
  assert.equal(scanned, 25);
  const { Count } = await dynamodb.send(new QueryCommand({ TableName, KeyConditionExpression: 'pk = :p AND sk < :s', ExpressionAttributeValues: { ':p': 'p1', ':s': 6 }, Select: 'COUNT' }));
  assert.equal(Count, 3);
});

test('a transaction that is cancelled says why', needs('dynamodb'), async () => {
  const TableName = await table();
  await assert.rejects(
    dynamodb.send(new TransactWriteCommand({ TransactItems: [
      { Put: { TableName, Item: { pk: 'a', sk: 1 } } },
      { Update: { TableName, Key: { pk: 'b', sk: 1 }, UpdateExpression: 'SET n = :n', ConditionExpression: 'attribute_exists(pk)', ExpressionAttributeValues: { ':n': 1 } } },
    ] })),
    (error) => {
      assert.equal(error.name, 'TransactionCanceledException');
      assert.deepEqual(error.CancellationReasons.map((reason) => reason.Code), ['None', 'ConditionalCheckFailed']);
      return true;
    });
  assert.equal((await dynamodb.send(new GetCommand({ TableName, Key: { pk: 'a', sk: 1 } }))).Item, undefined);
});

test('tables are listed and waited for', needs('dynamodb'), async () => {
  const TableName = await table();
  const names = [];
  for await (const page of paginateListTables({ client, pageSize: 3 }, {})) {
    names.push(...page.TableNames);
  }
  assert.ok(names.includes(TableName));
  await client.send(new DeleteTableCommand({ TableName }));
  await waitUntilTableNotExists({ client, maxWaitTime: 10, minDelay: 0.05, maxDelay: 0.1 }, { TableName });
  await refused('ResourceNotFoundException', client.send(new DescribeTableCommand({ TableName })));
});

test('what throttles is an error with its reasons', needs('dynamodb'), async () => {
  const TableName = await table({
    BillingMode: 'PROVISIONED', ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 }, Tags: [{ Key: 'unkai:throughput', Value: 'enforced' }],
  });
  const Item = { pk: 'a', sk: 1, text: 'x'.repeat(390 * 1024) };
  await dynamodb.send(new PutCommand({ TableName, Item }));
  const error = await dynamodb.send(new PutCommand({ TableName, Item })).then(() => null, (caught) => caught);
  assert.equal(error?.name, 'ProvisionedThroughputExceededException');
});
