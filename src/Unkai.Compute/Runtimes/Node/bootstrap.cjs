'use strict';
// Runs a Node.js function: asks the Runtime API for events and calls the handler. One CommonJS file without dependencies (an ES module
// would start the module loader for functions that need none). An answer and the request for the next event leave in one write.
const fs = require('node:fs');
const net = require('node:net');
const path = require('node:path');
const util = require('node:util');

const env = process.env;
const nextRequest = 'GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: r\r\n\r\n';
const runtimeMajor = Number.parseInt(env.AWS_EXECUTION_ENV.slice('AWS_Lambda_nodejs'.length), 10);
const streamingMark = Symbol.for('aws.lambda.runtime.handler.streaming');
let requestId;
let socket;

// Where libfaketime turns this process's clock, the processes that it starts keep the machine's time.
if (env.FAKETIME !== undefined) {
  const own = env.LD_PRELOAD.split(':').slice(1).join(':');
  for (const name of Object.keys(env)) {
    if (name.startsWith('FAKETIME') || name === 'LD_PRELOAD' || name === 'DONT_FAKE_MONOTONIC') delete env[name];
  }
  if (own !== '') env.LD_PRELOAD = own;
}
let current;

// ---- Logs ----

// One log event, whatever lines it has: the marks are those of Unkai's EnvironmentLog.
function writeEvent(text) {
  let data = Buffer.from('\x01' + text.replace(/\n$/, '').replaceAll('\n', '\x02') + '\n');
  while (data.length > 0) {
    try {
      data = data.subarray(fs.writeSync(1, data));
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}

function log(level, text) {
  writeEvent(`${new Date().toISOString()}\t${requestId}\t${level}\t${text}`);
}

function patchConsole() {
  for (const [name, level] of [['log', 'INFO'], ['info', 'INFO'], ['debug', 'DEBUG'], ['warn', 'WARN'], ['error', 'ERROR']]) {
    console[name] = (...parts) => log(level, util.format(...parts));
  }
  console.trace = (...parts) => {
    const stack = new Error().stack.split('\n').slice(2).join('\n');
    log('TRACE', `Trace: ${util.format(...parts)}\n${stack}`);
  };
  console.fatal = (...parts) => log('FATAL', util.format(...parts));
}

class Fault extends Error {
  constructor(errorType, message) {
    super(message);
    this.name = errorType;
  }
}

function describe(error) {
  if (util.types.isNativeError(error) || error instanceof Error) {
    return {
      errorType: error.name ?? 'Error',
      errorMessage: error.message ?? '',
      trace: (error.stack ?? '').split('\n'),
    };
  }
  return { errorType: typeof error, errorMessage: String(error), trace: [] };
}

function logged(error) {
  const { errorType, errorMessage, trace } = describe(error);
  const extra = error !== null && typeof error === 'object' ? { ...error } : {};
  delete extra.name;
  return JSON.stringify({ errorType, errorMessage, ...extra, stack: trace });
}

// ---- The Runtime API ----

let received = Buffer.alloc(0);

function onData(data) {
  received = received.length === 0 ? data : Buffer.concat([received, data]);
  for (;;) {
    const end = received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const headers = {};
    for (const line of received.toString('utf8', 0, end).split('\r\n').slice(1)) {
      const colon = line.indexOf(': ');
      headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 2);
    }
    const length = Number(headers['content-length'] ?? 0);
    if (received.length < end + 4 + length) {
      if (length > 65536) growTo(end + 4 + length);
      return;
    }
    const body = received.subarray(end + 4, end + 4 + length);
    received = received.subarray(end + 4 + length);
    if (headers['lambda-runtime-aws-request-id'] !== undefined) invoke(headers, body);
    else if (onAccepted !== undefined) onAccepted();
  }
}

// A large event comes in many pieces: they are collected and joined once.
function growTo(size) {
  const pieces = [received];
  let have = received.length;
  socket.removeListener('data', onData);
  const collect = (data) => {
    pieces.push(data);
    have += data.length;
    if (have >= size) {
      socket.removeListener('data', collect);
      socket.on('data', onData);
      received = Buffer.alloc(0);
      onData(Buffer.concat(pieces));
    }
  };
  socket.on('data', collect);
}

let onAccepted;

function post(place, body, { errorType, contentType = 'application/json', next = true } = {}) {
  const data = Buffer.isBuffer(body) ? body : Buffer.from(body);
  const head = `POST /2018-06-01/runtime/${place} HTTP/1.1\r\nHost: r\r\nContent-Type: ${contentType}\r\n`
    + (errorType === undefined ? '' : `Lambda-Runtime-Function-Error-Type: ${errorType.replace(/[^\x21-\x7e]/g, '')}\r\n`)
    + `Content-Length: ${data.length}\r\n\r\n`;
  socket.write(Buffer.concat([Buffer.from(head), data, Buffer.from(next ? nextRequest : '')]));
}

function respond(invocation, body, contentType) {
  if (current !== invocation) return; // It has answered already.
  current = undefined;
  socket.ref();
  post(`invocation/${invocation.id}/response`, body, { contentType });
}

function respondWith(invocation, value) {
  if (current !== invocation) return;
  let text;
  try {
    text = JSON.stringify(value === undefined ? null : value) ?? 'null';
  } catch (error) {
    fail(invocation, new Fault('Runtime.MarshalError', `Unable to stringify response body: ${error.message}`));
    return;
  }
  respond(invocation, text);
}

function fail(invocation, error) {
  if (current !== invocation) return;
  current = undefined;
  log('ERROR', `Invoke Error \t${logged(error)}`);
  const document = describe(error);
  socket.ref();
  post(`invocation/${invocation.id}/error`, JSON.stringify(document), { errorType: document.errorType });
}

// An error that ends the process: it is reported, then the process goes with the status that Lambda's has.
function die(title, error, status) {
  log('ERROR', `${title} \t${logged(error)}`);
  const document = describe(error);
  const place = current === undefined ? 'init/error' : `invocation/${current.id}/error`;
  onAccepted = () => process.exit(status);
  if (socket === undefined) process.exit(status);
  socket.ref();
  current = undefined;
  post(place, JSON.stringify(document), { errorType: document.errorType, next: false });
}

// ---- Handlers ----

function streamify(handler, options) {
  handler[streamingMark] = options?.highWaterMark ?? true;
  return handler;
}

function responseStream() {
  const { Writable } = require('node:stream');
  const chunks = [];
  const stream = new Writable({
    write(chunk, encoding, done) {
      chunks.push(typeof chunk === 'string' ? Buffer.from(chunk, encoding) : chunk);
      done();
    },
  });
  stream.setContentType = (type) => { stream.contentType = type; };
  stream.collected = () => Buffer.concat(chunks);
  return stream;
}

globalThis.awslambda = {
  streamifyResponse: streamify,
  HttpResponseStream: {
    from(stream, prelude) {
      stream.setContentType('application/vnd.awslambda.http-integration-response');
      stream.write(JSON.stringify(prelude));
      stream.write(Buffer.alloc(8));
      return stream;
    },
  },
};

function handlerFile(module) {
  for (const extension of ['', '.js', '.mjs', '.cjs']) {
    const file = module + extension;
    if (fs.statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  }
  return undefined;
}

function isModule(file) {
  if (!file.endsWith('.js')) return file.endsWith('.mjs');
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const description = path.join(folder, 'package.json');
    if (fs.existsSync(description)) return JSON.parse(fs.readFileSync(description, 'utf8')).type === 'module';
    if (folder === path.dirname(folder)) return false;
  }
}

async function loadHandler() {
  const name = env._HANDLER;
  const base = path.basename(name);
  const dot = base.indexOf('.');
  if (dot <= 0 || dot === base.length - 1 || name.includes('..')) throw new Fault('Runtime.MalformedHandlerName', 'Bad handler');
  const module = name.slice(0, name.length - base.length + dot);
  const file = handlerFile(path.resolve(env.LAMBDA_TASK_ROOT, module));
  let loaded;
  try {
    if (file === undefined) throw Object.assign(new Error(`Cannot find module '${module}'\nRequire stack:\n- /var/runtime/index.mjs`), { code: 'MODULE_NOT_FOUND' });
    loaded = isModule(file) ? await import(require('node:url').pathToFileURL(file).href) : require(file);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Fault('Runtime.UserCodeSyntaxError', String(error));
    if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') throw new Fault('Runtime.ImportModuleError', String(error));
    throw error;
  }
  let handler = loaded;
  let owner;
  for (const part of base.slice(dot + 1).split('.')) [owner, handler] = [handler, handler?.[part] ?? (owner === undefined ? handler?.default?.[part] : undefined)];
  if (handler === undefined) throw new Fault('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  if (typeof handler !== 'function') throw new Fault('Runtime.HandlerNotFound', `${name} is not a function`);
  if (runtimeMajor >= 24 && handler.length > 2 && handler[streamingMark] === undefined) {
    throw new Fault('Runtime.CallbackHandlerDeprecated', 'Callback-based function handlers are not supported from Node.js 24 on: use an async function');
  }
  return handler;
}

let handler;

function contextOf(headers, invocation) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  const clientContext = headers['lambda-runtime-client-context'];
  const identity = headers['lambda-runtime-cognito-identity'];
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: clientContext === undefined ? undefined : JSON.parse(clientContext),
    identity: identity === undefined ? undefined : JSON.parse(identity),
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: invocation.id,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
  if (runtimeMajor < 24) {
    context.done = (error, value) => finish(invocation, context, error, value);
    context.succeed = (value) => { context.callbackWaitsForEmptyEventLoop = false; finish(invocation, context, undefined, value); };
    context.fail = (error) => { context.callbackWaitsForEmptyEventLoop = false; finish(invocation, context, error ?? 'handled'); };
  }
  return context;
}

// What a callback was given is sent at once, or when nothing is left to do.
function finish(invocation, context, error, value) {
  const send = () => (error !== undefined && error !== null ? fail(invocation, error) : respondWith(invocation, value));
  if (context.callbackWaitsForEmptyEventLoop && (error === undefined || error === null)) invocation.whenIdle = send;
  else setImmediate(send);
}

function invoke(headers, body) {
  const invocation = { id: headers['lambda-runtime-aws-request-id'], whenIdle: undefined };
  current = invocation;
  requestId = invocation.id;
  const trace = headers['lambda-runtime-trace-id'];
  if (trace !== undefined) env._X_AMZN_TRACE_ID = trace;
  else if (env._X_AMZN_TRACE_ID !== undefined) delete env._X_AMZN_TRACE_ID;
  const context = contextOf(headers, invocation);
  socket.unref(); // The function's own work alone keeps the event loop going now.
  try {
    const event = JSON.parse(body.toString('utf8'));
    if (handler[streamingMark] !== undefined) {
      invokeStreaming(invocation, event, context);
      return;
    }
    const result = handler(event, context, (error, value) => finish(invocation, context, error, value));
    if (typeof result?.then === 'function') {
      result.then((value) => respondWith(invocation, value), (error) => fail(invocation, error));
    } else if (handler.length < 3 && result !== undefined) {
      respondWith(invocation, result);
    }
  } catch (error) {
    fail(invocation, error);
  }
}

function invokeStreaming(invocation, event, context) {
  const stream = responseStream();
  const finished = new Promise((resolve, reject) => stream.on('finish', resolve).on('error', reject));
  Promise.resolve(handler(event, stream, context))
    .then(() => finished)
    .then(() => respond(invocation, stream.collected(), stream.contentType ?? 'application/octet-stream'), (error) => fail(invocation, error));
}

// Nothing left to do, and no answer yet: the callback's value if there was one, else null.
process.on('beforeExit', () => {
  const invocation = current;
  if (invocation === undefined) return;
  if (invocation.whenIdle !== undefined) invocation.whenIdle();
  else respondWith(invocation, null);
});

process.on('uncaughtException', (error) => die('Uncaught Exception', error, 129));
process.on('unhandledRejection', (reason) => {
  const error = new Fault('Runtime.UnhandledPromiseRejection', String(reason));
  error.reason = describe(reason);
  die('Unhandled Promise Rejection', error, 128);
});

function connect() {
  const local = env.UNKAI_RUNTIME_SOCKET;
  delete env.UNKAI_RUNTIME_SOCKET;
  if (local !== undefined) return net.connect(local);
  const [host, port] = env.AWS_LAMBDA_RUNTIME_API.split(':');
  return net.connect({ host, port: Number(port), noDelay: true });
}

patchConsole();
socket = connect();
socket.on('data', onData);
socket.on('close', () => process.exit(0)); // The cloud is gone: so are we.
socket.on('error', () => process.exit(0));
loadHandler().then(
  (loaded) => {
    handler = loaded;
    socket.write(nextRequest);
  },
  (error) => die('Uncaught Exception', error, 1));
