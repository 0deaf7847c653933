/** Our own queues: ids only travel in them. */
import {
  ChangeMessageVisibilityCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { ENVIRONMENT } from '../core/contracts/environment.ts';
import type { DocumentMessage, ReadMessage } from '../core/contracts/queue-messages.ts';
import { DOCUMENT_DELAY, SECOND, SERVICE_TIMEOUTS } from '../core/policy.ts';
import type { CallQueue, DocumentQueue, ErasureQueue, ReadQueue, WriteBackQueue } from '../core/ports/queues.ts';
import { environment } from './environment.ts';
import { rehearsed } from './rehearsal.ts';
import { clientConfiguration } from './service-client.ts';

/** SendMessageBatch takes at most ten. */
const BATCH = 10;

export const openQueues = (): SQSClient => new SQSClient(clientConfiguration(SERVICE_TIMEOUTS));

export function rehearseSending(client: SQSClient, queueUrl = environment(ENVIRONMENT.dialQueue)): Promise<void> {
  const command = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: '{}', DelaySeconds: 0 });
  return rehearsed(command, () => client.send(command));
}

const delayed = (client: SQSClient, queueUrl: string) => ({
  async send(message: object, delaySeconds: number): Promise<void> {
    await client.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: JSON.stringify(message),
        DelaySeconds: Math.ceil(delaySeconds),
      }),
    );
  },
});

export const dialQueue = (client: SQSClient, queueUrl = environment(ENVIRONMENT.dialQueue)): CallQueue =>
  delayed(client, queueUrl);

export const erasureQueue = (client: SQSClient, queueUrl = environment(ENVIRONMENT.erasureQueue)): ErasureQueue =>
  delayed(client, queueUrl);

export function writeBackQueue(client: SQSClient, queueUrl = environment(ENVIRONMENT.writeBackQueue)): WriteBackQueue {
  return {
    async send(message) {
      await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }));
    },
  };
}

/** Ten at a time, each batch whole or not at all as far as the caller can see. */
function batches<Message>(client: SQSClient, queueUrl: string, delaySeconds: number) {
  const sendBatch = async (messages: readonly Message[]): Promise<void> => {
    const { Failed: failed = [] } = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: messages.map((message, index) => ({
          Id: String(index),
          MessageBody: JSON.stringify(message),
          DelaySeconds: delaySeconds,
        })),
      }),
    );
    if (failed.length > 0) throw new Error(`${failed.length} messages were not taken: ${failed[0]?.Code}`);
  };
  return {
    async send(messages: readonly Message[]): Promise<void> {
      const parts = Array.from({ length: Math.ceil(messages.length / BATCH) }, (_, index) =>
        messages.slice(index * BATCH, (index + 1) * BATCH),
      );
      await Promise.all(parts.map(sendBatch));
    },
  };
}

export const documentQueue = (client: SQSClient, queueUrl = environment(ENVIRONMENT.documentQueue)): DocumentQueue =>
  batches<DocumentMessage>(client, queueUrl, DOCUMENT_DELAY / SECOND);

export const readQueue = (client: SQSClient, queueUrl = environment(ENVIRONMENT.readQueue)): ReadQueue =>
  batches<ReadMessage>(client, queueUrl, 0);

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
