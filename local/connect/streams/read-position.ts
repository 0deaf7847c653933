/** Shard iterators: where a reader is. The token says it itself, so that nothing is kept for it. */
import { KinesisError } from './kinesis-error.ts';
import { positionOf, type Shard, type Stream, type StreamStore } from './stream-store.ts';

/** "A shard iterator expires 5 minutes after it is returned" (API reference, GetShardIterator). */
const LIFETIME_MS = 5 * 60_000;

interface Iterator {
  readonly stream: string;
  readonly shard: string;
  readonly position: number;
  readonly issuedAt: number;
}

export const issueIterator = (store: StreamStore, stream: Stream, shard: Shard, position: number): string => {
  const iterator: Iterator = { stream: stream.name, shard: shard.id, position, issuedAt: store.now() };
  return Buffer.from(JSON.stringify(iterator)).toString('base64');
};

export const redeemIterator = (
  store: StreamStore,
  token: string,
): { readonly stream: Stream; readonly shard: Shard; readonly position: number } => {
  let iterator: Partial<Iterator>;
  try {
    iterator = JSON.parse(Buffer.from(token, 'base64').toString());
  } catch {
    throw new KinesisError('InvalidArgumentException', 'Invalid ShardIterator.');
  }
  const stream = store.streams.get(iterator.stream ?? '');
  const shard = stream?.shards.find(({ id }) => id === iterator.shard);
  const { position, issuedAt } = iterator;
  if (stream === undefined || shard === undefined || position === undefined || issuedAt === undefined) {
    throw new KinesisError('InvalidArgumentException', 'Invalid ShardIterator.');
  }
  if (store.now() - issuedAt > LIFETIME_MS) {
    throw new KinesisError(
      'ExpiredIteratorException',
      'Iterator expired. The iterator was created more than 5 minutes ago.',
    );
  }
  return { stream, shard, position };
};

const sequencePosition = (value: unknown): number => {
  if (typeof value !== 'string' || !/^\d{1,60}$/.test(value)) {
    throw new KinesisError('InvalidArgumentException', 'StartingSequenceNumber is not valid.');
  }
  return positionOf(value);
};

/** The first position that the iterator of this type reads. */
export const startingPosition = (shard: Shard, input: Readonly<Record<string, unknown>>): number => {
  switch (input.ShardIteratorType) {
    case 'TRIM_HORIZON':
      return 0;
    case 'LATEST':
      return shard.next;
    case 'AT_SEQUENCE_NUMBER':
      return sequencePosition(input.StartingSequenceNumber);
    case 'AFTER_SEQUENCE_NUMBER':
      return sequencePosition(input.StartingSequenceNumber) + 1;
    case 'AT_TIMESTAMP': {
      if (typeof input.Timestamp !== 'number') {
        throw new KinesisError('InvalidArgumentException', 'Timestamp must be given for AT_TIMESTAMP.');
      }
      const from = input.Timestamp * 1_000;
      return shard.records.find(({ arrivedAt }) => arrivedAt >= from)?.position ?? shard.next;
    }
    default:
      throw new KinesisError('ValidationException', 'ShardIteratorType is not one of the service.');
  }
};
