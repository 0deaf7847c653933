import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { InvocationLog } from '../core/ports/log.ts';
import { type InvocationContext, invocationOf } from './invocation.ts';
import { queueHandler } from './queue-handler.ts';

/**
 * A function that is invoked by events. What failed for good rests in its dead-letter queue as it came, and is replayed
 * through a queue (`ReplayQueue` of lib/constructs/work-queue.ts): then each message's body is an event.
 */
export const eventHandler = <Event extends object>(log: InvocationLog, handle: (event: Event) => Promise<void>) => {
  const handleReplayed = queueHandler<Event>(log, ({ message }) => handle(message));
  return async (event: Event | SQSEvent, context?: InvocationContext): Promise<SQSBatchResponse | undefined> => {
    if (isReplay(event)) return handleReplayed(event, context);
    await log.within(invocationOf(context), async () => {
      try {
        await handle(event);
      } catch (error) {
        log.error('event-failed', error);
        // Not the error itself: Lambda writes its message into the log and into the dead letter.
        throw new Error('the event could not be processed');
      }
    });
    return undefined;
  };
};

const isReplay = (event: object): event is SQSEvent => 'Records' in event;
