import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Agent } from 'node:http';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import {
  CopyObjectCommand, CreateBucketCommand, DeleteObjectsCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, PutBucketVersioningCommand,
  PutObjectCommand, S3Client, paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { needs, options, refused, unique } from './cloud.mjs';

const s3 = new S3Client(options({ forcePathStyle: true }));

const bucket = async () => {
  const Bucket = unique('films');
  await s3.send(new CreateBucketCommand({ Bucket }));
  return Bucket;
};

test('objects come back as they went', needs('s3'), async () => {
  const Bucket = await bucket();
  const Body = randomBytes(100_000);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'a film/雲海.mp4', Body, Metadata: { director: 'Ozu' } }));
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'a film/雲海.mp4' }));
  assert.deepEqual(Buffer.from(await got.Body.transformToByteArray()), Body);
  assert.deepEqual(got.Metadata, { director: 'Ozu' });
});

test('streams of a known length are sent in signed chunks with a trailer', needs('s3'), async () => {
  const Bucket = await bucket();
  const bytes = randomBytes(300_000);
  await s3.send(new PutObjectCommand({ Bucket, Key: 'film', Body: Readable.from([bytes.subarray(0, 100_001), bytes.subarray(100_001)]), ContentLength: bytes.length }));
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'film', ChecksumMode: 'ENABLED' }));
  assert.deepEqual(Buffer.from(await got.Body.transformToByteArray()), bytes);
});

test('checksums of each algorithm are kept and checked', needs('s3'), async () => {
  const Bucket = await bucket();
  for (const algorithm of ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256']) {
    const stored = await s3.send(new PutObjectCommand({ Bucket, Key: 'film', Body: 'hello', ChecksumAlgorithm: algorithm }));
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'film', ChecksumMode: 'ENABLED' }));
    assert.ok(stored[`Checksum${algorithm}`]);
    assert.equal(head[`Checksum${algorithm}`], stored[`Checksum${algorithm}`]);
    await refused('BadDigest', s3.send(new PutObjectCommand({ Bucket, Key: 'film', Body: 'other', [`Checksum${algorithm}`]: stored[`Checksum${algorithm}`] })));
  }
});

test('uploads of many parts', needs('s3'), async () => {
  const Bucket = await bucket();
  const bytes = randomBytes(12 * 1024 * 1024);
  await new Upload({ client: s3, params: { Bucket, Key: 'film', Body: Readable.from([bytes]) }, partSize: 5 * 1024 * 1024 }).done();
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'film' }));
  assert.ok(got.ETag.endsWith('-3"'));
  assert.deepEqual(Buffer.from(await got.Body.transformToByteArray()), bytes);
});

test('listings page by page', needs('s3'), async () => {
  const Bucket = await bucket();
  const keys = ['a/1', 'a/2', 'b c', 'd+e', '🎬'];
  for (const Key of keys) await s3.send(new PutObjectCommand({ Bucket, Key, Body: '' }));
  const found = [];
  for await (const page of paginateListObjectsV2({ client: s3, pageSize: 2 }, { Bucket })) found.push(...page.Contents.map((one) => one.Key));
  assert.deepEqual(found, keys);
  const grouped = await s3.send(new ListObjectsV2Command({ Bucket, Delimiter: '/' }));
  assert.deepEqual(grouped.CommonPrefixes, [{ Prefix: 'a/' }]);
});

test('presigned URLs', needs('s3'), async () => {
  const Bucket = await bucket();
  const put = await fetch(await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'a film' }), { expiresIn: 60 }), { method: 'PUT', body: 'x' });
  assert.equal(put.status, 200);
  const got = await fetch(await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: 'a film' }), { expiresIn: 60 }));
  assert.equal(await got.text(), 'x');
});

test('presigned URLs that carry headers', needs('s3'), async () => {
  const Bucket = await bucket();
  const url = await getSignedUrl(s3, new PutObjectCommand({ Bucket, Key: 'film', Metadata: { director: 'Ozu' }, StorageClass: 'STANDARD_IA', Tagging: 'a=b' }), { expiresIn: 60 });
  assert.equal((await fetch(url, { method: 'PUT', body: 'x' })).status, 200);
  const head = await s3.send(new HeadObjectCommand({ Bucket, Key: 'film' }));
  assert.deepEqual([head.Metadata, head.StorageClass, head.TagCount], [{ director: 'Ozu' }, 'STANDARD_IA', undefined]);
});

test('errors by name', needs('s3'), async () => {
  const Bucket = await bucket();
  await refused('NoSuchKey', s3.send(new GetObjectCommand({ Bucket, Key: 'missing' })));
  await refused('NotFound', s3.send(new HeadObjectCommand({ Bucket, Key: 'missing' })));
  await refused('NoSuchBucket', s3.send(new ListObjectsV2Command({ Bucket: unique('missing') })));
});

test('copies, versions and batch deletions', needs('s3'), async () => {
  const Bucket = await bucket();
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  const put = await s3.send(new PutObjectCommand({ Bucket, Key: 'film', Body: 'x' }));
  const copied = await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/film?versionId=${put.VersionId}` }));
  assert.equal(copied.CopySourceVersionId, put.VersionId);
  const deleted = await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'film' }, { Key: 'copy', VersionId: copied.VersionId }] } }));
  assert.deepEqual(deleted.Deleted.map((one) => [one.Key, one.DeleteMarker ?? false]), [['film', true], ['copy', false]]);
});

test('objects are reached through an access point', needs('s3', 's3control'), async () => {
  const Bucket = await bucket();
  const name = `ap-${Bucket}`.slice(0, 50);
  // Its client is not installed: one request by hand.
  const made = await fetch(`${options().endpoint}/v20180820/accesspoint/${name}`, {
    method: 'PUT',
    headers: {
      'x-amz-account-id': '000000000000', 'x-amz-date': '20260101T000000Z',
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=${'0'.repeat(64)}`,
    },
    body: `<CreateAccessPointRequest xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/"><Bucket>${Bucket}</Bucket></CreateAccessPointRequest>`,
  });
  const [, arn] = /<AccessPointArn>([^<]*)</.exec(await made.text());
  const lookup = (name, { all }, found) => (all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4));
  const through = new S3Client(options({ endpoint: options().endpoint.replace('127.0.0.1', 'localhost'), requestHandler: { httpAgent: new Agent({ lookup }) } }));
  await through.send(new PutObjectCommand({ Bucket: arn, Key: 'a film', Body: 'x' }));
  await through.send(new CopyObjectCommand({ Bucket: arn, Key: 'copy', CopySource: `${encodeURIComponent(`${arn}/object/a film`)}` }));
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'copy' }));
  assert.equal(await got.Body.transformToString(), 'x');
});

test('buckets stand in host names', needs('s3'), async () => {
  const Bucket = await bucket();
  // Not every resolver knows names under localhost.
  const lookup = (name, { all }, found) => (all ? found(null, [{ address: '127.0.0.1', family: 4 }]) : found(null, '127.0.0.1', 4));
  const virtual = new S3Client(options({ endpoint: options().endpoint.replace('127.0.0.1', 'localhost'), requestHandler: { httpAgent: new Agent({ lookup }) } }));
  await virtual.send(new PutObjectCommand({ Bucket, Key: 'film', Body: 'x' }));
  const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'film' }));
  assert.equal(await got.Body.transformToString(), 'x');
});
