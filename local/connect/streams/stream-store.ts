/** Kinesis data streams, in memory: shards by hash range of the partition key, records in the order in which they came. */
import { createHash } from 'node:crypto';
import type { Clock } from '../../parts.ts';

export interface StreamRecord {
  /** Position in its shard, from 0; never reused. */
  readonly position: number;
  readonly sequenceNumber: string;
  readonly arrivedAt: number;
  readonly partitionKey: string;
  /** Base64, as it travels. */
  readonly data: string;
}

export interface Shard {
  readonly id: string;
  readonly startingHashKey: bigint;
  readonly endingHashKey: bigint;
  readonly records: StreamRecord[];
  next: number;
}

export interface Stream {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  readonly mode: 'ON_DEMAND' | 'PROVISIONED';
  readonly shards: readonly Shard[];
}

export interface StreamStore {
  readonly streams: ReadonlyMap<string, Stream>;
  /** The name must be free. */
  create(name: string, shards: number, mode: Stream['mode']): Stream;
  remove(name: string): void;
  put(stream: Stream, record: { partitionKey: string; data: string }): { shard: Shard; record: StreamRecord };
  now(): number;
}

const HASH_KEYS = 2n ** 128n;
/** The default retention period of a stream. */
const RETENTION_MS = 24 * 3_600_000;
/** Sequence numbers of the service have 56 digits and grow within a shard. */
const FIRST_SEQUENCE_NUMBER = 49_600_000_000_000_000_000_000_000_000_000_000_000_000_000_000_000_000_000n;

export const sequenceNumberOf = (position: number): string => String(FIRST_SEQUENCE_NUMBER + BigInt(position));
export const positionOf = (sequenceNumber: string): number => Number(BigInt(sequenceNumber) - FIRST_SEQUENCE_NUMBER);

const newShard = (index: number, count: number): Shard => {
  const width = HASH_KEYS / BigInt(count);
  return {
    id: `shardId-${String(index).padStart(12, '0')}`,
    startingHashKey: width * BigInt(index),
    endingHashKey: index === count - 1 ? HASH_KEYS - 1n : width * BigInt(index + 1) - 1n,
    records: [],
    next: 0,
  };
};

/** "An MD5 hash function is used to map partition keys to 128-bit integer values" (API reference, PutRecord). */
const hashKey = (partitionKey: string): bigint => BigInt(`0x${createHash('md5').update(partitionKey).digest('hex')}`);

export const createStreamStore = (place: { region: string; accountId: string; clock?: Clock }): StreamStore => {
  const streams = new Map<string, Stream>();
  const now = () => (place.clock?.now() ?? new Date()).getTime();
  return {
    streams,
    now,
    create: (name, count, mode) => {
      const stream: Stream = {
        name,
        arn: `arn:aws:kinesis:${place.region}:${place.accountId}:stream/${name}`,
        createdAt: now(),
        mode,
        shards: Array.from({ length: count }, (_, index) => newShard(index, count)),
      };
      streams.set(name, stream);
      return stream;
    },
    remove: (name) => void streams.delete(name),
    put: ({ shards }, { partitionKey, data }) => {
      const key = hashKey(partitionKey);
      const shard = shards.find(({ endingHashKey }) => key <= endingHashKey);
      if (shard === undefined) throw new Error('the shards do not cover every hash key');
      const arrivedAt = now();
      const record = {
        position: shard.next,
        sequenceNumber: sequenceNumberOf(shard.next),
        arrivedAt,
        partitionKey,
        data,
      };
      shard.next += 1;
      shard.records.push(record);
      const kept = shard.records.findIndex((old) => old.arrivedAt > arrivedAt - RETENTION_MS);
      if (kept > 0) shard.records.splice(0, kept);
      return { shard, record };
    },
  };
};
