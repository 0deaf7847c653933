import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Log } from '../core/ports.ts';

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
 * Messages are ours and hold ids only, so they are not validated again.
 */
export const queueHandler =
  <Message>(log: Log, process: (delivery: QueueDelivery<Message>) => Promise<void> | Promise<Handled>) =>
  async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const failures = await Promise.all(event.Records.map((record) => attempt(record)));
    return { batchItemFailures: failures.filter((failure) => failure !== undefined) };

    async function attempt(record: SQSRecord): Promise<{ itemIdentifier: string } | undefined> {
      const receiveCount = Number(record.attributes.ApproximateReceiveCount);
      try {
        const { receiptHandle } = record;
        const handled = await process({ message: JSON.parse(record.body), receiveCount, receiptHandle });
        return handled === 'again' ? { itemIdentifier: record.messageId } : undefined;
      } catch (error) {
        log.error('message-failed', error, { messageId: record.messageId, receiveCount });
        return { itemIdentifier: record.messageId };
      }
    }
  };
