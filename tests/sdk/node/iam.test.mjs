import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CreateAccessKeyCommand, CreateRoleCommand, CreateUserCommand, GetUserCommand, IAMClient, PutRolePolicyCommand, GetRolePolicyCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { needs, options, refused, unique } from './cloud.mjs';

const iam = new IAMClient(options());
const who = (credentials) => new STSClient(options(credentials ? { credentials } : {})).send(new GetCallerIdentityCommand({}));

test('a key speaks for its user', needs('iam', 'sts'), async () => {
  const UserName = unique('user');
  await iam.send(new CreateUserCommand({ UserName }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  const caller = await who({ accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey });
  assert.equal(caller.Arn, `arn:aws:iam::000000000000:user/${UserName}`);
  await refused('SignatureDoesNotMatch', who({ accessKeyId: AccessKey.AccessKeyId, secretAccessKey: 'wrong' }));
});

test('errors by name', needs('iam'), async () => {
  await refused('NoSuchEntityException', iam.send(new GetUserCommand({ UserName: unique('missing') })));
  const UserName = unique('user');
  await iam.send(new CreateUserCommand({ UserName }));
  await refused('EntityAlreadyExistsException', iam.send(new CreateUserCommand({ UserName })));
});

test('a role is assumed', needs('iam', 'sts'), async () => {
  const RoleName = unique('role');
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }] };
  const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'p', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] }) }));
  const kept = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'p' }));
  assert.equal(JSON.parse(decodeURIComponent(kept.PolicyDocument)).Statement[0].Action, 's3:*');
  const { Credentials } = await new STSClient(options()).send(new AssumeRoleCommand({ RoleArn: Role.Arn, RoleSessionName: 'ozu' }));
  assert.ok(Credentials.Expiration > new Date());
  const caller = await who({ accessKeyId: Credentials.AccessKeyId, secretAccessKey: Credentials.SecretAccessKey, sessionToken: Credentials.SessionToken });
  assert.equal(caller.Arn, `arn:aws:sts::000000000000:assumed-role/${RoleName}/ozu`);
});
