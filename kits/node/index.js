// A cloud for tests: forks of it, their clients' configuration, time and faults. See docs/testing-node.md.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';

const ACCOUNT = '000000000000';
const REGION = 'us-east-1';
const START_MS_MAX = 120_000; // The first start from a clone builds the cloud.
const STOP_MS_MAX = 10_000;

/** The cloud refused an order, in its own words. */
export class UnkaiError extends Error {
  constructor(status, message) {
    super(message);
    this.name = 'UnkaiError';
    this.status = status;
  }
}

/** A running cloud. */
export class Cloud {
  #child;
  #made = 0;

  constructor(endpoint, child) {
    this.endpoint = endpoint;
    this.#child = child;
  }

  /** A world that is there. */
  world(name = 'default') {
    return new World(this, name);
  }

  /** A copy of a world as it is now, under a name of its own. */
  fork(from = 'default', { seed } = {}) {
    return this.#make({ from, seed });
  }

  /** An empty world. */
  create({ seed } = {}) {
    return this.#make({ seed });
  }

  /** Any request of the admin API; its JSON answer. */
  async order(method, path, body) {
    const answer = await fetch(this.endpoint + path, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    let document;
    try {
      document = JSON.parse(text);
    } catch {
      throw new UnkaiError(answer.status, text);
    }
    if (!answer.ok) {
      throw new UnkaiError(answer.status, document.error ?? text);
    }
    return document;
  }

  /** Ends a cloud that was started here; nothing for one that was found. */
  async stop() {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) {
      return;
    }
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const patience = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX);
    child.ref();
    child.stdin.end();
    await ended;
    clearTimeout(patience);
  }

  async [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]() {
    await this.stop();
  }

  async #make(body) {
    // Unique among the runs that share a cloud: files of one run, a colleague's terminal.
    const name = `node-${process.pid}-${++this.#made}-${randomBytes(3).toString('hex')}`;
    await this.order('POST', '/_unkai/worlds', { name, ...body });
    return new World(this, name);
  }
}

/** A whole cloud of its own: state, clock, faults. */
export class World {
  secretAccessKey = 'test';

  constructor(cloud, name) {
    this.cloud = cloud;
    this.name = name;
    this.clock = new Clock(this);
    this.faults = new Faults(this);
  }

  get endpoint() {
    return this.cloud.endpoint;
  }

  /** A development key of account 000000000000 that names this world. */
  get accessKeyId() {
    return this.name === 'default' ? ACCOUNT : `${ACCOUNT}@${this.name}`;
  }

  /** Environment variables that bring any AWS tool or SDK here. */
  get env() {
    return {
      AWS_ENDPOINT_URL: this.endpoint,
      AWS_DISABLE_HOST_PREFIX_INJECTION: 'true',
      AWS_ACCESS_KEY_ID: this.accessKeyId,
      AWS_SECRET_ACCESS_KEY: this.secretAccessKey,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  /** The configuration of any client of the AWS SDK for JavaScript 3; what is given wins. */
  config(more = {}) {
    return {
      endpoint: this.endpoint,
      region: REGION,
      credentials: { accessKeyId: this.accessKeyId, secretAccessKey: this.secretAccessKey },
      forcePathStyle: true,
      disableHostPrefix: true,
      ...more,
    };
  }

  /** A copy of this world as it is now, in O(1). */
  fork(options) {
    return this.cloud.fork(this.name, options);
  }

  /** Empties it. */
  async reset() {
    await this.order('POST', 'reset');
  }

  /** Deletes it and all that only it holds; nothing when it has gone. */
  async delete() {
    try {
      await this.order('DELETE');
    } catch (refused) {
      if (refused.status !== 404) {
        throw refused;
      }
    }
  }

  async [Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose')]() {
    await this.delete();
  }

  /** A request of the admin API about this world. */
  order(method, part = '', body = undefined) {
    return this.cloud.order(method, `/_unkai/worlds/${encodeURIComponent(this.name)}${part && `/${part}`}`, body);
  }
}

/** A world's time. Durations are texts such as 15d, 1h30m, 250ms, or milliseconds; times are Dates or ISO texts. */
export class Clock {
  #world;
  #setAt = 0;

  constructor(world) {
    this.#world = world;
  }

  async now() {
    return new Date((await this.#world.order('GET', 'clock')).time);
  }

  /** Stops time: nothing due happens by itself. */
  async freeze(at) {
    await this.#order({ action: 'freeze', at: textOf(at) });
  }

  /** Lets time run, rate world seconds a second. */
  async run({ rate = 1, at } = {}) {
    await this.#order({ action: 'run', rate, at: textOf(at) });
  }

  /** Turns time forward; everything due on the way runs in its order. */
  async advance(by) {
    return reportOf(await this.#order({ action: 'advance', by: typeof by === 'number' ? `${by}ms` : by }));
  }

  /** Runs what is due now, and what that causes, until nothing is due or running. */
  async settle() {
    return reportOf(await this.#order({ action: 'settle' }));
  }

  /** What is signed in the second of a setting counts as signed before it; this completes when that second is over. */
  async whenSigningIsClear() {
    const left = Math.floor(this.#setAt / 1000) * 1000 + 1000 - Date.now();
    if (left > 0) {
      await new Promise((resolve) => setTimeout(resolve, left + 1));
    }
  }

  async #order(body) {
    try {
      return await this.#world.order('POST', 'clock', body);
    } finally {
      this.#setAt = Date.now();
    }
  }
}

/** What is broken on purpose in a world. */
export class Faults {
  #world;

  constructor(world) {
    this.#world = world;
  }

  /** Adds a rule, by the members of docs/admin-api.md. */
  async add(rule) {
    return new Rule(this.#world, await this.#world.order('POST', 'faults', { ...rule, from: textOf(rule.from), until: textOf(rule.until) }));
  }

  async list() {
    return (await this.#world.order('GET', 'faults')).faults.map((rule) => new Rule(this.#world, rule));
  }

  async clear() {
    for (const rule of await this.list()) {
      await rule.remove();
    }
  }
}

/** A fault rule that is in force. */
export class Rule {
  #world;

  constructor(world, document) {
    this.#world = world;
    this.id = document.id;
    this.document = document;
  }

  /** How often it has hit. */
  async hits() {
    return (await this.#world.order('GET', 'faults')).faults.find((rule) => rule.id === this.id).hits;
  }

  async remove() {
    await this.#world.order('DELETE', `faults/${this.id}`);
  }
}

/** The cloud that runs where the environment says ($UNKAI_ENDPOINT, $AWS_ENDPOINT_URL); undefined when none answers there. */
export async function findCloud() {
  for (const name of ['UNKAI_ENDPOINT', 'AWS_ENDPOINT_URL']) {
    const endpoint = (process.env[name] ?? '').replace(/\/+$/, '');
    if (endpoint === '') {
      continue;
    }
    const cloud = new Cloud(endpoint);
    try {
      if ((await cloud.order('GET', '/_unkai/health')).version !== undefined) {
        return cloud;
      }
    } catch {
      // Nobody is there, or somebody else.
    }
    if (name === 'UNKAI_ENDPOINT') {
      throw new Error(`$UNKAI_ENDPOINT is ${endpoint}, and no cloud answers there.`);
    }
  }
  return undefined;
}

/** Starts a cloud in memory on a free port. It ends with this process, whatever becomes of it: its standard input is a pipe from here. */
export async function startCloud({ command = process.env.UNKAI_COMMAND ?? 'unkai' } = {}) {
  const child = spawn(command, ['up', '--ephemeral', '--port', '0', '--stop-on-eof'], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  const line = await new Promise((resolve, reject) => {
    const patience = setTimeout(() => child.kill('SIGKILL'), START_MS_MAX);
    const end = (outcome, value) => {
      clearTimeout(patience);
      outcome(value);
    };
    child.once('error', (failure) => end(reject, new Error(
      `No cloud runs at $UNKAI_ENDPOINT, and '${command}' does not start ($UNKAI_COMMAND names the command): ${failure.message}`)));
    child.once('exit', (code) => end(reject, new Error(`${command} up did not start: exit code ${code}`)));
    createInterface(child.stdout).once('line', (text) => end(resolve, text));
  });
  child.stdin.on('error', () => {}); // It has gone before its input.
  child.unref();
  child.stdin.unref();
  child.stdout.unref();
  return new Cloud(line.slice(line.indexOf('http')).trim(), child);
}

/** The cloud that runs, or one that is started. */
export async function openCloud(options) {
  return (await findCloud()) ?? (await startCloud(options));
}

/**
 * Wraps tests so that each has a world of its own, forked from one that is seeded once and deleted at the test's end.
 * node-test.js and vitest.js give it their runner's hook.
 */
export function worldsWith(afterAll, { seed, cloud: open = openCloud } = {}) {
  let opening;
  const opened = () => (opening ??= (async () => {
    const cloud = await open();
    const base = await cloud.fork();
    try {
      await seed?.(base);
    } catch (failure) {
      await base.delete();
      await cloud.stop();
      throw failure;
    }
    return { cloud, base };
  })());
  afterAll(async () => {
    if (opening !== undefined) {
      const made = await opening.catch(() => undefined);
      await made?.base.delete();
      await made?.cloud.stop();
    }
  });
  return (test) => async (context) => {
    const world = await (await opened()).base.fork();
    try {
      return await test(world, context);
    } finally {
      await world.delete();
    }
  };
}

function reportOf({ time, jobCount, invocations, jobs, failures }) {
  return { time: new Date(time), jobCount, invocations, jobs, failures };
}

function textOf(time) {
  return time instanceof Date ? time.toISOString() : time;
}
