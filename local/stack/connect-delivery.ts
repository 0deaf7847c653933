/** What the Connect service puts into the account by itself: recordings into S3, records and events into Kinesis. */
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { AwsEdge, ConnectSurroundings } from '../parts.ts';
import * as seed from '../seed.ts';

const ROLE = `arn:aws:iam::${seed.ACCOUNT_ID}:role/aws-service-role/connect.amazonaws.com/AWSServiceRoleForAmazonConnect`;

export interface ConnectDelivery extends Required<Pick<ConnectSurroundings, 'putObject' | 'putStreamRecord'>> {
  /** The bucket of the instance, with its notifications to EventBridge on. */
  prepare(): Promise<void>;
  close(): void;
}

/**
 * Signed by the keys of the service-linked role, as everything else here is signed by somebody. An association of storage
 * gives that role its permission for the bucket or stream in the cloud, so it may put into any here.
 */
export const openConnectDelivery = (edge: AwsEdge): ConnectDelivery => {
  const role = edge.addRole({
    arn: ROLE,
    sessionName: 'connect',
    statements: [
      { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::*/*' },
      {
        Effect: 'Allow',
        Action: 'kinesis:PutRecord',
        Resource: `arn:aws:kinesis:${seed.REGION}:${seed.ACCOUNT_ID}:stream/*`,
      },
    ],
  });
  const place = { region: seed.REGION, endpoint: edge.origin };
  const s3 = new S3Client({ ...place, credentials: { ...role }, forcePathStyle: true });
  const kinesis = new KinesisClient({ ...place, credentials: { ...role } });
  return {
    prepare: async () => {
      const owner = new S3Client({ ...place, credentials: { ...seed.ADMIN }, forcePathStyle: true });
      const Bucket = seed.RECORDINGS_BUCKET;
      await owner.send(new CreateBucketCommand({ Bucket })).catch((error: Error) => {
        if (error.name !== 'BucketAlreadyOwnedByYou') throw error;
      });
      const NotificationConfiguration = { EventBridgeConfiguration: {} };
      await owner.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
      owner.destroy();
    },
    putObject: async ({ bucket, key, contentType, body }) => {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, ContentType: contentType, Body: body }));
    },
    putStreamRecord: async ({ streamArn, partitionKey, data }) => {
      await kinesis.send(new PutRecordCommand({ StreamARN: streamArn, PartitionKey: partitionKey, Data: data }));
    },
    close: () => {
      s3.destroy();
      kinesis.destroy();
    },
  };
};
