/** Our own queues: ids only travel in them. */
import {
  ChangeMessageVisibilityCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { ENVIRONMENT } from '../core/contracts/environment.ts';
import type { DocumentMessage } from '../core/contracts/queue-messages.ts';
import { DOCUMENT_DELAY, SECOND, SERVICE_TIMEOUTS } from '../core/policy.ts';
import type { CallQueue, DocumentQueue, WriteBackQueue } from '../core/ports.ts';
import { environment } from './environment.ts';
import { clientConfiguration } from './service-client.ts';

/** SendMessageBatch takes at most ten. */
const BATCH = 10;

export const openQueues = (): SQSClient => new SQSClient(clientConfiguration(SERVICE_TIMEOUTS));

export function dialQueue(client: SQSClient, queueUrl = environment(ENVIRONMENT.dialQueue)): CallQueue {
  return {
    async send(message, delaySeconds) {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: JSON.stringify(message),
          DelaySeconds: Math.ceil(delaySeconds),
        }),
      );
    },
  };
}

export function writeBackQueue(client: SQSClient, queueUrl = environment(ENVIRONMENT.writeBackQueue)): WriteBackQueue {
  return {
    async send(message) {
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }));
    },
  };
}

export function documentQueue(client: SQSClient, queueUrl = environment(ENVIRONMENT.documentQueue)): DocumentQueue {
  const sendBatch = async (messages: readonly DocumentMessage[]): Promise<void> => {
    const { Failed: failed = [] } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: messages.map((message, index) => ({
          Id: String(index),
          MessageBody: JSON.stringify(message),
          DelaySeconds: DOCUMENT_DELAY / SECOND,
        })),
      }),
    );
    if (failed.length > 0) throw new Error(`${failed.length} document messages were not taken: ${failed[0]?.Code}`);
  };
  return {
    async send(messages) {
      const batches = Array.from({ length: Math.ceil(messages.length / BATCH) }, (_, index) =>
        messages.slice(index * BATCH, (index + 1) * BATCH),
      );
      await Promise.all(batches.map(sendBatch));
    },
  };
}

/** Lets a failed message come back after `seconds` instead of the queue's own visibility timeout. */
export function messagePostponement(client: SQSClient, queueUrl: string) {
  return async (receiptHandle: string, seconds: number): Promise<void> => {
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: Math.ceil(seconds),
      }),
    );
  };
}
