import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Log } from '../core/ports.ts';
import { queueHandler } from './queue-handler.ts';

/**
 * A function that is invoked by events. What failed for good rests in its dead-letter queue as it came, and is replayed
 * through a queue (`ReplayQueue` of lib/constructs/work-queue.ts): then each message's body is an event.
 */
export const eventHandler = <Event extends object>(log: Log, handle: (event: Event) => Promise<void>) => {
  const handleReplayed = queueHandler<Event>(log, ({ message }) => handle(message));
  return async (event: Event | SQSEvent): Promise<SQSBatchResponse | undefined> => {
    if (isReplay(event)) return handleReplayed(event);
    await handle(event);
    return undefined;
  };
};

const isReplay = (event: object): event is SQSEvent => 'Records' in event;
