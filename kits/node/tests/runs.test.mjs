// Whole runs, each in a process of its own.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openCloud } from 'unkai-testing';

const kit = fileURLToPath(new URL('..', import.meta.url));
const folder = await mkdtemp(path.join(tmpdir(), 'unkai-node-kit-'));
const cloud = await openCloud();
after(async () => {
  await cloud.stop();
  await rm(folder, { recursive: true });
});

async function run(body, endpoint) {
  const file = path.join(folder, 'one.test.mjs');
  await writeFile(file, `import { test } from 'node:test';\nimport { worlds } from ${JSON.stringify(path.join(kit, 'node-test.js'))};\nconst withWorld = worlds();\n${body}`);
  const { NODE_TEST_CONTEXT, UNKAI_ENDPOINT, AWS_ENDPOINT_URL, ...env } = process.env;
  const child = spawn(process.execPath, [file], { env: endpoint === undefined ? env : { ...env, UNKAI_ENDPOINT: endpoint } });
  let output = '';
  child.stdout.on('data', (text) => { output += text; });
  child.stderr.on('data', (text) => { output += text; });
  const [code, signal] = await new Promise((resolve) => child.once('close', (...ended) => resolve(ended)));
  return { code, signal, output, endpoint: /endpoint (\S+)/.exec(output)?.[1] };
}

const worldNames = async () => (await cloud.order('GET', '/_unkai/worlds')).worlds.map(({ name }) => name);

const answers = (endpoint) => fetch(`${endpoint}/_unkai/health`).then(() => true, () => false);

test('a run uses the cloud that runs and leaves no world', async () => {
  const before = await worldNames();
  const ran = await run(`test('one', withWorld((world) => console.log('endpoint', world.endpoint)));`, cloud.endpoint);
  assert.equal(ran.code, 0, ran.output);
  assert.equal(ran.endpoint, cloud.endpoint);
  assert.deepEqual(await worldNames(), before);
});

test('a test that fails leaves no world', async () => {
  const before = await worldNames();
  assert.equal((await run(`test('one', withWorld(() => { throw new Error('no'); }));`, cloud.endpoint)).code, 1);
  assert.deepEqual(await worldNames(), before);
});

test('an endpoint that does not answer is said', async () => {
  assert.match((await run(`test('one', withWorld(() => {}));`, 'http://127.0.0.1:9')).output, /no cloud answers there/);
});

test('a run starts a cloud of its own and stops it', async () => {
  const ran = await run(`test('one', withWorld((world) => console.log('endpoint', world.endpoint)));`);
  assert.equal(ran.code, 0, ran.output);
  assert.equal(await answers(ran.endpoint), false);
});

test('a run that is killed leaves no process', async () => {
  const ran = await run(`import { writeSync } from 'node:fs';\ntest('one', withWorld((world) => { writeSync(1, 'endpoint ' + world.endpoint + '\\n'); process.kill(process.pid, 'SIGKILL'); }));`);
  assert.equal(ran.signal, 'SIGKILL', ran.output);
  // It goes by itself when its input ends; the bound is the test's patience.
  for (let looks = 0; looks < 400 && await answers(ran.endpoint); looks++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.equal(await answers(ran.endpoint), false);
});
