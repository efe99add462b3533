import { expect, test } from 'vitest';
import { worlds } from 'unkai-testing/vitest';
import { CreateBucketCommand, ListObjectsV2Command, S3Client } from './sdk.mjs';

const withWorld = worlds({ seed: (world) => new S3Client(world.config()).send(new CreateBucketCommand({ Bucket: 'seeded' })) });

test('vitest gives each test a world too', withWorld(async (world) => {
  await world.clock.freeze('2030-01-01T00:00:00Z');
  expect((await world.clock.advance('1d')).time.toISOString()).toBe('2030-01-02T00:00:00.000Z');
  expect((await new S3Client(world.config()).send(new ListObjectsV2Command({ Bucket: 'seeded' }))).KeyCount).toBe(0);
}));
