import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { retryDelay } from '../core/backoff.ts';
import { aboutMessage } from '../core/log-facts.ts';
import { SECOND } from '../core/policy.ts';
import type { InvocationLog } from '../core/ports/log.ts';
import { type InvocationContext, invocationOf } from './invocation.ts';

/** One message of a batch. `receiveCount` is 1 the first time. */
export interface QueueDelivery<Message> {
  readonly message: Message;
  readonly receiveCount: number;
  readonly receiptHandle: string;
}

/** `again`: an expected end and no failure; the message comes back when whoever handled it has arranged for. */
export type Handled = 'done' | 'again';

/**
 * A queue's messages, each on its own: those that failed or are to come again, and only those, come back
 * (`ReportBatchItemFailures`; it leaves their visibility as it is).
 *
 * The queue's own visibility timeout is six times the function's, minutes: with `postpone` what failed comes back in seconds,
 * then later and later. When not even that can be said, the timeout holds.
 * Messages are ours and hold ids only, so they are not validated again.
 */
export const queueHandler =
  <Message extends object>(
    log: InvocationLog,
    process: (delivery: QueueDelivery<Message>) => Promise<void> | Promise<Handled>,
    postpone?: (receiptHandle: string, seconds: number) => Promise<void>,
  ) =>
  async (event: SQSEvent, context?: InvocationContext): Promise<SQSBatchResponse> => {
    const failures = await Promise.all(event.Records.map((record) => attempt(record)));
    return { batchItemFailures: failures.filter((failure) => failure !== undefined) };

    function attempt({ messageId, ...record }: SQSRecord): Promise<{ itemIdentifier: string } | undefined> {
      return log.within({ ...invocationOf(context), messageId }, async () => {
        const receiveCount = Number(record.attributes.ApproximateReceiveCount);
        try {
          const message: Message = JSON.parse(record.body);
          log.note(aboutMessage(message));
          const handled = await process({ message, receiveCount, receiptHandle: record.receiptHandle });
          return handled === 'again' ? { itemIdentifier: messageId } : undefined;
        } catch (error) {
          log.error('message-failed', error, { receiveCount });
          await comeBackSoon(record.receiptHandle, receiveCount);
          return { itemIdentifier: messageId };
        }
      });
    }

    async function comeBackSoon(receiptHandle: string, receiveCount: number): Promise<void> {
      try {
        await postpone?.(receiptHandle, retryDelay(receiveCount, Math.random) / SECOND);
      } catch (error) {
        log.error('message-not-postponed', error, { receiveCount });
      }
    }
  };
