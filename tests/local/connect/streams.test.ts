/** Kinesis as the unmodified SDK speaks it, over HTTP/2 as by default and over HTTP/1.1. */

import {
  AssociateInstanceStorageConfigCommand,
  ConnectClient,
  DescribeInstanceStorageConfigCommand,
  DisassociateInstanceStorageConfigCommand,
  type InstanceStorageConfig,
  type InstanceStorageResourceType,
  ListInstanceStorageConfigsCommand,
  UpdateInstanceStorageConfigCommand,
} from '@aws-sdk/client-connect';
import {
  CreateStreamCommand,
  DeleteStreamCommand,
  DescribeStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  type KinesisClientConfig,
  ListShardsCommand,
  ListStreamsCommand,
  PutRecordCommand,
  PutRecordsCommand,
  RegisterStreamConsumerCommand,
} from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readOptions } from '../../../local/connect/standalone/options.ts';
import { runStandalone } from '../../../local/connect/standalone/run.ts';
import { INSTANCE_ID } from '../../../local/connect/standalone/seed.ts';
import type { RunningConnect } from '../../../local/connect/start-instance.ts';

let connect: RunningConnect;
beforeAll(async () => {
  const options = readOptions(['--port', '0', '--quiet']);
  if (options === undefined) throw new Error('no options');
  connect = await runStandalone(options, () => undefined);
});
afterAll(() => connect.stop());

const place = () => ({
  endpoint: connect.origin,
  region: 'us-east-1',
  credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
});
const HANDLERS: readonly [string, Partial<KinesisClientConfig>][] = [
  ['HTTP/2, the default of the SDK', {}],
  ['HTTP/1.1', { requestHandler: new NodeHttpHandler() }],
];

describe.each(HANDLERS)('Kinesis over %s', (name, handler) => {
  const StreamName = name.replaceAll(/\W+/g, '-');
  const client = () => new KinesisClient({ ...place(), ...handler });
  const text = (data: Uint8Array | undefined): string => Buffer.from(data ?? []).toString();

  it('keeps the records of a partition key in one shard and in order', async () => {
    const kinesis = client();
    await kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 3 }));
    const { StreamDescription } = await kinesis.send(new DescribeStreamCommand({ StreamName }));
    expect(StreamDescription?.StreamStatus).toBe('ACTIVE');
    const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName }));
    expect(Shards).toHaveLength(3);
    const Data = (value: string) => Buffer.from(value);
    const first = await kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: 'ana', Data: Data('1') }));
    const { Records: put = [] } = await kinesis.send(
      new PutRecordsCommand({
        StreamName,
        Records: ['2', '3'].map((value) => ({ PartitionKey: 'ana', Data: Data(value) })),
      }),
    );
    expect(put.map(({ ShardId }) => ShardId)).toEqual([first.ShardId, first.ShardId]);
    const read = async (from: object, Limit?: number) => {
      const order = { StreamName, ShardId: first.ShardId, ...from } as ConstructorParameters<
        typeof GetShardIteratorCommand
      >[0];
      const { ShardIterator } = await kinesis.send(new GetShardIteratorCommand(order));
      return kinesis.send(new GetRecordsCommand({ ShardIterator, ...(Limit !== undefined && { Limit }) }));
    };
    const all = await read({ ShardIteratorType: 'TRIM_HORIZON' });
    expect(all.Records?.map((record) => text(record.Data))).toEqual(['1', '2', '3']);
    expect(all.MillisBehindLatest).toBe(0);
    const page = await read({ ShardIteratorType: 'TRIM_HORIZON' }, 2);
    expect(page.Records).toHaveLength(2);
    const rest = await kinesis.send(new GetRecordsCommand({ ShardIterator: page.NextShardIterator }));
    expect(rest.Records?.map((record) => text(record.Data))).toEqual(['3']);
    const after = { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: first.SequenceNumber };
    expect((await read(after)).Records?.map((record) => text(record.Data))).toEqual(['2', '3']);
    expect((await read({ ShardIteratorType: 'LATEST' })).Records).toEqual([]);
    kinesis.destroy();
  });

  it('refuses what it does not have, in the words of the service', async () => {
    const kinesis = client();
    await expect(kinesis.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))).rejects.toThrow(
      expect.objectContaining({ name: 'ResourceInUseException' }),
    );
    await expect(kinesis.send(new DescribeStreamSummaryCommand({ StreamName: 'none' }))).rejects.toThrow(
      expect.objectContaining({ name: 'ResourceNotFoundException' }),
    );
    await expect(kinesis.send(new GetRecordsCommand({ ShardIterator: 'nonsense' }))).rejects.toThrow(
      expect.objectContaining({ name: 'InvalidArgumentException' }),
    );
    const consumer = new RegisterStreamConsumerCommand({
      StreamARN: 'arn:aws:kinesis:us-east-1:1:stream/x',
      ConsumerName: 'c',
    });
    await expect(kinesis.send(consumer)).rejects.toThrow('RegisterStreamConsumer is not served');
    await kinesis.send(new DeleteStreamCommand({ StreamName }));
    expect((await kinesis.send(new ListStreamsCommand({}))).StreamNames).toEqual([]);
    kinesis.destroy();
  });
});

describe('storage configurations', () => {
  const InstanceId = INSTANCE_ID;
  const STREAM = 'arn:aws:kinesis:us-east-1:123456789012:stream/agents';
  const inStream = (StreamArn: string): InstanceStorageConfig => ({
    StorageType: 'KINESIS_STREAM',
    KinesisStreamConfig: { StreamArn },
  });
  const associate = (
    client: ConnectClient,
    ResourceType: InstanceStorageResourceType,
    StorageConfig: InstanceStorageConfig,
  ) => client.send(new AssociateInstanceStorageConfigCommand({ InstanceId, ResourceType, StorageConfig }));

  it('are one of a kind: associated, described, changed, listed, taken away', async () => {
    const client = new ConnectClient(place());
    const ResourceType = 'AGENT_EVENTS';
    const { AssociationId } = await associate(client, ResourceType, inStream(STREAM));
    await expect(associate(client, ResourceType, inStream(STREAM))).rejects.toThrow(
      expect.objectContaining({ name: 'ResourceConflictException' }),
    );
    const known = { InstanceId, ResourceType, AssociationId } as const;
    await client.send(new UpdateInstanceStorageConfigCommand({ ...known, StorageConfig: inStream(`${STREAM}-2`) }));
    const described = await client.send(new DescribeInstanceStorageConfigCommand(known));
    expect(described.StorageConfig).toMatchObject({ AssociationId, ...inStream(`${STREAM}-2`) });
    await client.send(new DisassociateInstanceStorageConfigCommand(known));
    const { StorageConfigs } = await client.send(new ListInstanceStorageConfigsCommand({ InstanceId, ResourceType }));
    expect(StorageConfigs).toEqual([]);
    await expect(client.send(new DescribeInstanceStorageConfigCommand(known))).rejects.toThrow(
      expect.objectContaining({ name: 'ResourceNotFoundException' }),
    );
    client.destroy();
  });

  it('have recordings in a bucket from the beginning, and refuse what cannot be', async () => {
    const client = new ConnectClient(place());
    const { StorageConfigs } = await client.send(
      new ListInstanceStorageConfigsCommand({ InstanceId, ResourceType: 'CALL_RECORDINGS' }),
    );
    expect(StorageConfigs).toMatchObject([
      { StorageType: 'S3', S3Config: { BucketName: 'amazon-connect-desk', BucketPrefix: 'connect/desk' } },
    ]);
    await expect(associate(client, 'AGENT_EVENTS', inStream('no-arn'))).rejects.toThrow('StreamArn');
    await expect(associate(client, 'CHAT_TRANSCRIPTS', inStream(STREAM))).rejects.toThrow('CHAT_TRANSCRIPTS');
    const s3: InstanceStorageConfig = { StorageType: 'S3', S3Config: { BucketName: 'b', BucketPrefix: 'p' } };
    await expect(associate(client, 'CONTACT_TRACE_RECORDS', s3)).rejects.toThrow('not in S3');
    client.destroy();
  });
});
