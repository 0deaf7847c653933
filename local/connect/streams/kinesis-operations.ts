/**
 * What the unmodified @aws-sdk/client-kinesis needs to make, fill and read streams. A package would have been better than
 * this; kinesalite (3.3.3, of 2021) speaks neither the HTTP/2 that the SDK uses by default nor stands on anything that is
 * still kept. No enhanced fan-out, no resharding, no encryption: such operations are refused by name.
 */
import { KinesisError } from './kinesis-error.ts';
import { issueIterator, redeemIterator, startingPosition } from './read-position.ts';
import { type Shard, type Stream, type StreamStore, sequenceNumberOf } from './stream-store.ts';

type Input = Readonly<Record<string, unknown>>;
type Operation = (store: StreamStore, input: Input) => object;

const MAX_SHARDS = 200;
const ON_DEMAND_SHARDS = 4;
/** A record has at most 1 MiB of data (10 MiB since 2025); PutRecords takes 500, GetRecords gives 10,000. */
const MAX_DATA_BYTES = 10 * 1_024 * 1_024;
const MAX_PUT_RECORDS = 500;
const MAX_GET_RECORDS = 10_000;
const STREAM_NAME = /^[a-zA-Z0-9_.-]{1,128}$/;
const seconds = (ms: number): number => ms / 1_000;

const nameIn = (input: Input): string => {
  const { StreamName, StreamARN } = input;
  if (typeof StreamARN === 'string') return StreamARN.slice(StreamARN.lastIndexOf('/') + 1);
  if (typeof StreamName === 'string' && STREAM_NAME.test(StreamName)) return StreamName;
  throw new KinesisError('ValidationException', 'Either StreamName or StreamARN must be given and valid.');
};

const streamIn = (store: StreamStore, input: Input): Stream => {
  const name = nameIn(input);
  const stream = store.streams.get(name);
  if (stream === undefined || (typeof input.StreamARN === 'string' && input.StreamARN !== stream.arn)) {
    throw new KinesisError('ResourceNotFoundException', `Stream ${name} not found.`);
  }
  return stream;
};

const shardIn = (stream: Stream, id: unknown): Shard => {
  const shard = stream.shards.find((known) => known.id === id);
  if (shard !== undefined) return shard;
  throw new KinesisError('ResourceNotFoundException', `Shard ${String(id)} in stream ${stream.name} does not exist.`);
};

const recordIn = (entry: Input): { partitionKey: string; data: string } => {
  const { PartitionKey, Data } = entry;
  if (typeof PartitionKey !== 'string' || PartitionKey.length < 1 || PartitionKey.length > 256) {
    throw new KinesisError('ValidationException', 'PartitionKey must have a length from 1 to 256.');
  }
  if (typeof Data !== 'string') throw new KinesisError('ValidationException', 'Data must be given.');
  if (Buffer.byteLength(Data, 'base64') > MAX_DATA_BYTES) {
    throw new KinesisError('ValidationException', 'Data is larger than a record may be.');
  }
  return { partitionKey: PartitionKey, data: Data };
};

const limitIn = (input: Input, name: string, maximum: number, usual: number): number => {
  const value = input[name] ?? usual;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= maximum) return value;
  throw new KinesisError('ValidationException', `${name} must be a whole number from 1 to ${maximum}.`);
};

const shardView = ({ id, startingHashKey, endingHashKey }: Shard) => ({
  ShardId: id,
  HashKeyRange: { StartingHashKey: String(startingHashKey), EndingHashKey: String(endingHashKey) },
  SequenceNumberRange: { StartingSequenceNumber: sequenceNumberOf(0) },
});

const summary = ({ name, arn, createdAt, mode }: Stream) => ({
  StreamName: name,
  StreamARN: arn,
  StreamStatus: 'ACTIVE',
  StreamModeDetails: { StreamMode: mode },
  RetentionPeriodHours: 24,
  StreamCreationTimestamp: seconds(createdAt),
  EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
  EncryptionType: 'NONE',
});

export const KINESIS_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateStream: (store, input) => {
    const name = nameIn(input);
    if (store.streams.has(name)) {
      throw new KinesisError('ResourceInUseException', `Stream ${name} already exists.`);
    }
    const mode = Object(input.StreamModeDetails).StreamMode === 'ON_DEMAND' ? 'ON_DEMAND' : 'PROVISIONED';
    const shards = limitIn(input, 'ShardCount', MAX_SHARDS, mode === 'ON_DEMAND' ? ON_DEMAND_SHARDS : 1);
    store.create(name, shards, mode);
    return {};
  },
  DeleteStream: (store, input) => {
    store.remove(streamIn(store, input).name);
    return {};
  },
  ListStreams: (store) => ({
    StreamNames: [...store.streams.keys()],
    StreamSummaries: [...store.streams.values()].map(({ name, arn, createdAt, mode }) => ({
      StreamName: name,
      StreamARN: arn,
      StreamStatus: 'ACTIVE',
      StreamModeDetails: { StreamMode: mode },
      StreamCreationTimestamp: seconds(createdAt),
    })),
    HasMoreStreams: false,
  }),
  DescribeStream: (store, input) => {
    const stream = streamIn(store, input);
    return { StreamDescription: { ...summary(stream), Shards: stream.shards.map(shardView), HasMoreShards: false } };
  },
  DescribeStreamSummary: (store, input) => {
    const stream = streamIn(store, input);
    return {
      StreamDescriptionSummary: { ...summary(stream), OpenShardCount: stream.shards.length, ConsumerCount: 0 },
    };
  },
  ListShards: (store, input) => ({ Shards: streamIn(store, input).shards.map(shardView) }),
  PutRecord: (store, input) => {
    const { shard, record } = store.put(streamIn(store, input), recordIn(input));
    return { ShardId: shard.id, SequenceNumber: record.sequenceNumber, EncryptionType: 'NONE' };
  },
  PutRecords: (store, input) => {
    const stream = streamIn(store, input);
    const entries: readonly Input[] = Array.isArray(input.Records) ? input.Records : [];
    if (entries.length < 1 || entries.length > MAX_PUT_RECORDS) {
      throw new KinesisError('ValidationException', `Records must have from 1 to ${MAX_PUT_RECORDS} entries.`);
    }
    const records = entries.map(recordIn).map((entry) => store.put(stream, entry));
    return {
      FailedRecordCount: 0,
      EncryptionType: 'NONE',
      Records: records.map(({ shard, record }) => ({ ShardId: shard.id, SequenceNumber: record.sequenceNumber })),
    };
  },
  GetShardIterator: (store, input) => {
    const stream = streamIn(store, input);
    const shard = shardIn(stream, input.ShardId);
    return { ShardIterator: issueIterator(store, stream, shard, startingPosition(shard, input)) };
  },
  GetRecords: (store, input) => {
    const { stream, shard, position } = redeemIterator(store, String(input.ShardIterator));
    const limit = limitIn(input, 'Limit', MAX_GET_RECORDS, MAX_GET_RECORDS);
    const records = shard.records.filter((record) => record.position >= position).slice(0, limit);
    const next = (records.at(-1)?.position ?? position - 1) + 1;
    const behind = shard.records.find((record) => record.position >= next);
    return {
      Records: records.map(({ sequenceNumber, arrivedAt, partitionKey, data }) => ({
        SequenceNumber: sequenceNumber,
        ApproximateArrivalTimestamp: seconds(arrivedAt),
        PartitionKey: partitionKey,
        Data: data,
      })),
      NextShardIterator: issueIterator(store, stream, shard, next),
      MillisBehindLatest: behind === undefined ? 0 : Math.max(0, store.now() - behind.arrivedAt),
    };
  },
};
