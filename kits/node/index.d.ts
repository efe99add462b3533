/** The cloud refused an order, in its own words. */
export class UnkaiError extends Error {
  /** The HTTP status. */
  readonly status: number;
}

/** Such as `15d`, `1h30m`, `250ms`; or a number of milliseconds. */
export type Duration = string | number;

/** One run of a job. */
export interface JobReport {
  kind: string;
  due: string;
  ranAt: string;
  attempt: number;
  problem: string | null;
}

/** What ran while time was moved or settled. */
export interface Report {
  time: Date;
  jobCount: number;
  invocations: number;
  jobs: JobReport[];
  failures: JobReport[];
}

/** Something to break on purpose: see docs/admin-api.md. */
export interface FaultRule {
  service?: string;
  operation?: string;
  resource?: string;
  caller?: string;
  kind?: string;
  /** Above 0 and at most 1. */
  rate?: number;
  times?: number;
  from?: Date | string;
  until?: Date | string;
  error?: string;
  status?: number;
  message?: string;
  drop?: 'before' | 'after';
  job?: 'twice' | 'late';
  crash?: boolean;
  disk?: 'full' | 'slow';
  delay?: string;
  delayMax?: string;
  delayMean?: string;
  delayDeviation?: string;
  delayPercentiles?: Record<string, string>;
}

/** A fault rule that is in force. */
export class Rule {
  readonly id: string;
  readonly document: Record<string, unknown>;
  hits(): Promise<number>;
  remove(): Promise<void>;
}

export class Faults {
  add(rule: FaultRule): Promise<Rule>;
  list(): Promise<Rule[]>;
  clear(): Promise<void>;
}

/** A world's time. */
export class Clock {
  now(): Promise<Date>;
  freeze(at?: Date | string): Promise<void>;
  run(options?: { rate?: number; at?: Date | string }): Promise<void>;
  advance(by: Duration): Promise<Report>;
  settle(): Promise<Report>;
  /** What is signed in the second of a setting counts as signed before it; this completes when that second is over. */
  whenSigningIsClear(): Promise<void>;
}

/** The configuration of any client of the AWS SDK for JavaScript 3. */
export interface ClientConfig {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  forcePathStyle: boolean;
}

/** A whole cloud of its own: state, clock, faults. */
export class World implements AsyncDisposable {
  readonly cloud: Cloud;
  readonly name: string;
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly env: Record<string, string>;
  readonly clock: Clock;
  readonly faults: Faults;
  config(): ClientConfig;
  config<T extends object>(more: T): Omit<ClientConfig, keyof T> & T;
  fork(options?: { seed?: number }): Promise<World>;
  reset(): Promise<void>;
  delete(): Promise<void>;
  order(method: string, part?: string, body?: object): Promise<any>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A running cloud. */
export class Cloud implements AsyncDisposable {
  readonly endpoint: string;
  constructor(endpoint: string);
  world(name?: string): World;
  fork(from?: string, options?: { seed?: number }): Promise<World>;
  create(options?: { seed?: number }): Promise<World>;
  order(method: string, path: string, body?: object): Promise<any>;
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** The cloud that runs where the environment says ($UNKAI_ENDPOINT, $AWS_ENDPOINT_URL); undefined when none answers there. */
export function findCloud(): Promise<Cloud | undefined>;

/** Starts a cloud in memory on a free port; it ends with this process, whatever becomes of it. */
export function startCloud(options?: { command?: string }): Promise<Cloud>;

/** The cloud that runs, or one that is started. */
export function openCloud(options?: { command?: string }): Promise<Cloud>;

export interface WorldsOptions {
  /** Makes what every test finds, once. */
  seed?: (world: World) => void | Promise<void>;
  /** The cloud; {@link openCloud} where none is given. */
  cloud?: () => Promise<Cloud>;
}

/** Wraps a test so that it has a world of its own. */
export type WithWorld<C = any> = (test: (world: World, context: C) => unknown) => (context: C) => Promise<any>;

/** For runners other than node:test and vitest: `afterAll` registers what runs after a file's last test. */
export function worldsWith(afterAll: (end: () => Promise<void>) => void, options?: WorldsOptions): WithWorld;
