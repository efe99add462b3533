// A line a case: CASE, file, name, outcome, output in base64.
import { basename } from 'node:path';
import { inspect } from 'node:util';

const base64 = (text) => Buffer.from(text).toString('base64');

export default async function* reporter(source) {
  for await (const event of source) {
    const { name, details, skip, file } = event.data ?? {};
    if ((event.type !== 'test:pass' && event.type !== 'test:fail') || details?.type === 'suite' || !file || name === file || name.endsWith('.test.mjs')) continue;
    const outcome = skip !== undefined ? 'skipped' : event.type === 'test:pass' ? 'ok' : 'failed';
    const output = outcome === 'failed' ? inspect(details.error?.cause ?? details.error, { depth: 4 }) : String(skip ?? '');
    yield ['CASE', basename(file, '.test.mjs'), name, outcome, base64(output)].join('\t') + '\n';
  }
}
