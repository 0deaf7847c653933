/**
 * Redrive: StartMessageMoveTask, ListMessageMoveTasks and ListDeadLetterSourceQueues, which fauxqs lacks. A task is done
 * before its answer, so `MaxNumberOfMessagesPerSecond` has nothing to pace. Where several queues share a dead-letter
 * queue, AWS remembers where each message came from; here the destination must then be named.
 */
import { randomUUID } from 'node:crypto';
import { AwsError, notServed } from '../errors.ts';
import type { QueueServer } from './fauxqs-app.ts';

type Input = Readonly<Record<string, unknown>>;

interface Message {
  readonly MessageId: string;
  readonly Body: string;
  readonly ReceiptHandle: string;
  readonly MessageAttributes?: unknown;
  readonly Attributes?: { readonly MessageGroupId?: string };
}

export interface MessageMoves {
  start(input: Input): Promise<Input>;
  list(input: Input): Input;
  /** Names of the queues whose redrive policy ends in this one. */
  sourcesOf(deadLetterQueue: string): Promise<readonly string[]>;
}

export const createMessageMoves = (fauxqs: QueueServer, now: () => Date): MessageMoves => {
  const tasks = new Map<string, Input[]>();

  const call = async (operation: string, input: Input): Promise<Input> => {
    const answer = await fauxqs.call(operation, JSON.stringify(input));
    const output: Input = answer.body === '' ? {} : JSON.parse(answer.body);
    if (answer.status < 300) return output;
    throw new AwsError(String(output.__type).replace(/^.*#/, ''), String(output.message), answer.status);
  };
  const urlOf = (queue: string) => `http://queues.internal/${queue}`;

  const sourcesOf = async (deadLetterQueue: string): Promise<readonly string[]> => {
    const { QueueUrls } = await call('ListQueues', {});
    const names = Array.isArray(QueueUrls) ? QueueUrls.map((url: string) => queueOf(url)) : [];
    const sources: string[] = [];
    for (const name of names) {
      const { Attributes } = await call('GetQueueAttributes', {
        QueueUrl: urlOf(name),
        AttributeNames: ['RedrivePolicy'],
      });
      if (targetOf(Attributes) === deadLetterQueue) sources.push(name);
    }
    return sources;
  };

  const move = async (from: string, to: string): Promise<number> => {
    for (let moved = 0; ; ) {
      const { Messages } = await call('ReceiveMessage', {
        QueueUrl: urlOf(from),
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
        MessageSystemAttributeNames: ['All'],
      });
      const messages: readonly Message[] = Array.isArray(Messages) ? Messages : [];
      if (messages.length === 0) return moved;
      for (const { MessageId, Body, ReceiptHandle, MessageAttributes, Attributes } of messages) {
        const group = Attributes?.MessageGroupId;
        await call('SendMessage', {
          QueueUrl: urlOf(to),
          MessageBody: Body,
          ...(MessageAttributes === undefined ? {} : { MessageAttributes }),
          ...(group === undefined ? {} : { MessageGroupId: group, MessageDeduplicationId: MessageId }),
        });
        await call('DeleteMessage', { QueueUrl: urlOf(from), ReceiptHandle });
        moved += 1;
      }
    }
  };

  return {
    sourcesOf,
    async start({ SourceArn, DestinationArn }) {
      const from = queueOf(SourceArn);
      const sources = await sourcesOf(from);
      const [original] = sources;
      if (original === undefined) {
        throw new AwsError('InvalidParameterValue', 'Source queue must be configured as a Dead Letter Queue.');
      }
      if (DestinationArn === undefined && sources.length > 1) {
        throw notServed(`StartMessageMoveTask without DestinationArn for ${sources.join(' and ')}`);
      }
      const to = DestinationArn === undefined ? original : queueOf(DestinationArn);
      const startedAt = now().getTime();
      const moved = await move(from, to);
      const TaskHandle = Buffer.from(JSON.stringify({ taskId: randomUUID(), sourceArn: SourceArn })).toString('base64');
      const task = {
        Status: 'COMPLETED',
        SourceArn,
        ...(DestinationArn === undefined ? {} : { DestinationArn }),
        ApproximateNumberOfMessagesMoved: moved,
        ApproximateNumberOfMessagesToMove: moved,
        StartedTimestamp: startedAt,
      };
      tasks.set(from, [task, ...(tasks.get(from) ?? [])].slice(0, 10));
      return { TaskHandle };
    },
    list: ({ SourceArn, MaxResults = 1 }) => ({
      Results: (tasks.get(queueOf(SourceArn)) ?? []).slice(0, Number(MaxResults)),
    }),
  };
};

/** The last part of a queue's ARN or URL. */
export const queueOf = (place: unknown): string => {
  const name = String(place ?? '').replace(/^.*[:/]/, '');
  if (name === '') throw new AwsError('InvalidAddress', 'The address of the queue is missing.');
  return name;
};

const targetOf = (attributes: unknown): string | undefined => {
  const policy =
    typeof attributes === 'object' && attributes !== null && 'RedrivePolicy' in attributes && attributes.RedrivePolicy;
  if (typeof policy !== 'string') return undefined;
  const { deadLetterTargetArn }: { deadLetterTargetArn?: string } = JSON.parse(policy);
  return deadLetterTargetArn === undefined ? undefined : queueOf(deadLetterTargetArn);
};
