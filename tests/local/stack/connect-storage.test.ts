/** A template that streams contact records and puts recordings into a bucket of its own, deployed twice. */

import { type InstanceStorageResourceType, ListInstanceStorageConfigsCommand } from '@aws-sdk/client-connect';
import { DescribeStreamSummaryCommand } from '@aws-sdk/client-kinesis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningConnect, startConnect } from '../../../local/connect/start.ts';
import * as seed from '../../../local/seed.ts';
import { openTryCloud } from './try-assembly.ts';

const storage = (ResourceType: string, properties: object) => ({
  Type: 'AWS::Connect::InstanceStorageConfig',
  Properties: { InstanceArn: seed.INSTANCE_ARN, ResourceType, ...properties },
});
const assembly = {
  stacks: {
    records: {
      resources: {
        Records: { Type: 'AWS::Kinesis::Stream', Properties: { ShardCount: 2, RetentionPeriodHours: 24 } },
        Bucket: { Type: 'AWS::S3::Bucket' },
        RecordsInStream: storage('CONTACT_TRACE_RECORDS', {
          StorageType: 'KINESIS_STREAM',
          KinesisStreamConfig: { StreamArn: { 'Fn::GetAtt': ['Records', 'Arn'] } },
        }),
        RecordingsInBucket: storage('CALL_RECORDINGS', {
          StorageType: 'S3',
          S3Config: { BucketName: { Ref: 'Bucket' }, BucketPrefix: 'calls' },
        }),
      },
    },
  },
};

let connect: RunningConnect;
let desk: Awaited<ReturnType<typeof openTryCloud>>;
beforeAll(async () => {
  connect = await startConnect({
    port: 0,
    region: seed.REGION,
    accountId: seed.ACCOUNT_ID,
    instanceId: seed.INSTANCE_ID,
    surroundings: { putEvent: () => undefined, invokeFunction: async () => ({}) },
    trace: { record: () => undefined, recent: () => [], subscribe: () => () => undefined },
    authorize: async () => ({ allowed: true, principal: 'arn:aws:iam::123456789012:user/deployment' }),
  });
  desk = await openTryCloud(connect.serve);
});
afterAll(async () => {
  await desk.close();
  await connect.stop();
});

it('associates stream and bucket, and again without a conflict', async () => {
  const storageOf = async (ResourceType: InstanceStorageResourceType) => {
    const list = new ListInstanceStorageConfigsCommand({ InstanceId: seed.INSTANCE_ID, ResourceType });
    return (await desk.cloud.connect.send(list)).StorageConfigs;
  };
  await desk.deploy(assembly);
  const records = await storageOf('CONTACT_TRACE_RECORDS');
  const streamArn = records?.[0]?.KinesisStreamConfig?.StreamArn;
  const { StreamDescriptionSummary } = await desk.cloud.kinesis.send(
    new DescribeStreamSummaryCommand({ StreamARN: streamArn }),
  );
  expect(StreamDescriptionSummary).toMatchObject({ OpenShardCount: 2, StreamStatus: 'ACTIVE' });
  expect(await storageOf('CALL_RECORDINGS')).toMatchObject([{ S3Config: { BucketPrefix: 'calls' } }]);
  await desk.deploy(assembly);
  expect(await storageOf('CONTACT_TRACE_RECORDS')).toEqual(records);
});
