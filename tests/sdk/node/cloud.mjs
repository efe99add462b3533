// The cloud under test, and what all suites need.
import assert from 'node:assert/strict';

export const endpoint = process.env.AWS_ENDPOINT_URL;
export const run = process.env.UNKAI_RUN ?? 'by-hand';

export const options = (more = {}) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
  ...more,
});

let number = 0;
export const unique = (stem) => `${stem}-js-${run}-${++number}`;

const { services } = await (await fetch(`${endpoint}/_unkai/health`)).json();

/** Options of a test that is skipped where the cloud lacks a service. */
export const needs = (...names) => {
  const missing = names.filter((name) => !(name in services));
  return { skip: missing.length > 0 ? `this cloud has no ${missing.join(', ')}` : false };
};

export const refused = async (name, promise) => {
  await assert.rejects(promise, (error) => {
    assert.equal(error.name, name, error.message);
    return true;
  });
};
