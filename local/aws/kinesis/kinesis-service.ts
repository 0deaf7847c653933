/** Kinesis data streams on the edge: the store of the local Connect behind signature and policy. Nothing survives a restart. */
import { KinesisError } from '../../connect/streams/kinesis-error.ts';
import { type KinesisCall, readKinesis } from '../../connect/streams/kinesis-service.ts';
import { redeemIterator } from '../../connect/streams/read-position.ts';
import { createStreamStore } from '../../connect/streams/stream-store.ts';
import { AwsError } from '../errors.ts';
import type { AwsService, Need } from '../service.ts';

const inOurWords = <Result>(work: () => Result): Result => {
  try {
    return work();
  } catch (error) {
    if (error instanceof KinesisError) throw new AwsError(error.code, error.message);
    throw error;
  }
};

export const startKinesis = (options: { region: string; accountId: string; now: () => Date }): AwsService => {
  const { region, accountId, now } = options;
  const store = createStreamStore({ region, accountId, clock: { now } });
  const needOf = ({ operation, input }: KinesisCall): Need => {
    const action = `kinesis:${operation}`;
    if (operation === 'ListStreams') return { action, resource: '*' };
    if (operation === 'GetRecords') {
      return { action, resource: redeemIterator(store, String(input.ShardIterator)).stream.arn };
    }
    const { StreamARN, StreamName } = input;
    const named = `arn:aws:kinesis:${region}:${accountId}:stream/${String(StreamName)}`;
    return { action, resource: typeof StreamARN === 'string' ? StreamARN : named };
  };
  return {
    name: 'kinesis',
    tracePart: 'events',
    read(request) {
      const call = inOurWords(() => readKinesis(store, request));
      const need = inOurWords(() => needOf(call));
      return {
        operation: call.operation,
        needs: [need],
        subject: need.resource.replace(/^.*:stream\//, ''),
        worthTelling: () => call.operation.startsWith('PutRecord'),
        serve: async () => inOurWords(() => call.serve()),
      };
    },
    stop: async () => undefined,
  };
};
