// The AWS SDK that the client tests have installed: the kit itself depends on nothing.
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../../tests/sdk/node/package.json', import.meta.url));
export const { S3Client, CreateBucketCommand, PutObjectCommand, GetObjectCommand, ListObjectsV2Command } = require('@aws-sdk/client-s3');
export const { SQSClient, CreateQueueCommand, GetQueueUrlCommand, SendMessageCommand, ReceiveMessageCommand } = require('@aws-sdk/client-sqs');
export const { getSignedUrl } = require('@aws-sdk/s3-request-presigner');
