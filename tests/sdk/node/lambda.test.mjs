import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { CreateFunctionCommand, DeleteFunctionCommand, GetFunctionCommand, InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { needs, options, refused, unique } from './cloud.mjs';

const lambda = new LambdaClient(options());
const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] };

const role = async () =>
  (await new IAMClient(options()).send(new CreateRoleCommand({ RoleName: unique('runs'), AssumeRolePolicyDocument: JSON.stringify(trust) }))).Role.Arn;

const zip = (code) => {
  const folder = mkdtempSync(join(tmpdir(), 'unkai-'));
  try {
    writeFileSync(join(folder, 'index.mjs'), code);
    execFileSync('python3', ['-m', 'zipfile', '-c', 'code.zip', 'index.mjs'], { cwd: folder });
    return readFileSync(join(folder, 'code.zip'));
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const create = async (code, more) => {
  const FunctionName = unique('function');
  await lambda.send(new CreateFunctionCommand({
    FunctionName, Runtime: 'nodejs20.x', Role: await role(), Handler: 'index.handler', Code: { ZipFile: zip(code) }, Timeout: 30, ...more,
  }));
  return FunctionName;
};

test('a function answers', needs('iam', 'lambda'), async () => {
  const FunctionName = await create('export const handler = async (event, context) => ({ event, name: context.functionName });');
  const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify({ a: 'é' }) }));
  assert.deepEqual(JSON.parse(Buffer.from(answer.Payload)), { event: { a: 'é' }, name: FunctionName });
});

test('a failing function says how', needs('iam', 'lambda'), async () => {
  const FunctionName = await create('export const handler = async () => { throw new TypeError("as asked"); };');
  const answer = await lambda.send(new InvokeCommand({ FunctionName }));
  assert.equal(answer.FunctionError, 'Unhandled');
  assert.equal(JSON.parse(Buffer.from(answer.Payload)).errorType, 'TypeError');
});

test('functions are found, listed and deleted', needs('iam', 'lambda'), async () => {
  const FunctionName = await create('export const handler = async () => 1;', { Description: 'd' });
  assert.equal((await lambda.send(new GetFunctionCommand({ FunctionName }))).Configuration.Description, 'd');
  const names = (await lambda.send(new ListFunctionsCommand({}))).Functions.map((one) => one.FunctionName);
  assert.ok(names.includes(FunctionName) || names.length === 50);
  await lambda.send(new DeleteFunctionCommand({ FunctionName }));
  await refused('ResourceNotFoundException', lambda.send(new GetFunctionCommand({ FunctionName })));
});
