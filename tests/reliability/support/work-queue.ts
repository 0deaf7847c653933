/** An SQS queue with its event source mapping, its visibility timeout and its dead-letter queue. */
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Chaos, Ended } from './invocation.ts';
import type { VirtualTime } from './virtual-time.ts';

/** As the template says. Seconds. */
export interface QueueSettings {
  readonly visibilityTimeout: number;
  readonly maxReceiveCount: number;
  readonly batchSize: number;
  readonly maxConcurrency: number;
}

/** SQS refuses a longer delay. */
const MAX_DELAY = 900;

interface Waiting {
  readonly id: string;
  readonly body: string;
  received: number;
  visibleAt: number;
}

export interface WorkQueue {
  readonly deadLetters: string[];
  /** Messages that were sent and are neither deleted nor dead. */
  readonly waiting: number;
  send(body: string, delaySeconds: number): void;
  postpone(receiptHandle: string, seconds: number): void;
  /** What the poller does after the function has answered. */
  remove(messageIds: readonly string[]): void;
}

export function workQueue(
  time: VirtualTime,
  chaos: Chaos,
  { visibilityTimeout, maxReceiveCount, batchSize, maxConcurrency }: QueueSettings,
  invoke: (event: SQSEvent, remove: WorkQueue['remove']) => Promise<Ended<SQSBatchResponse>>,
): WorkQueue {
  const all = new Map<string, Waiting>();
  const deadLetters: string[] = [];
  let visible: Waiting[] = [];
  let [sent, running] = [0, 0];

  const remove = (messageIds: readonly string[]): void => {
    for (const id of messageIds) all.delete(id);
  };
  const postpone = (id: string, seconds: number): void => {
    const message = all.get(id);
    if (message !== undefined) message.visibleAt = time.now + seconds * 1_000;
  };

  function show(message: Waiting): void {
    if (!all.has(message.id)) return;
    if (message.received >= maxReceiveCount) {
      all.delete(message.id);
      deadLetters.push(message.body);
      return;
    }
    visible.push(message);
    poll();
  }

  function poll(): void {
    while (running < maxConcurrency && visible.length > 0) {
      const batch = visible.slice(0, batchSize);
      visible = visible.slice(batchSize);
      void handle(batch);
    }
  }

  async function handle(batch: readonly Waiting[]): Promise<void> {
    running += 1;
    for (const message of batch) {
      message.received += 1;
      message.visibleAt = time.now + visibilityTimeout * 1_000;
    }
    await invoke(eventOf(batch), remove);
    running -= 1;
    for (const message of batch) time.at(message.visibleAt, () => show(message));
    poll();
  }

  return {
    deadLetters,
    get waiting() {
      return all.size;
    },
    send(body, delaySeconds) {
      if (!Number.isInteger(delaySeconds) || delaySeconds < 0 || delaySeconds > MAX_DELAY) {
        throw new Error(`SQS does not take a delay of ${delaySeconds} s`);
      }
      for (const late of chaos.deliveries('message')) {
        sent += 1;
        const message: Waiting = { id: `message-${sent}`, body, received: 0, visibleAt: 0 };
        all.set(message.id, message);
        time.after(delaySeconds * 1_000 + late, () => show(message));
      }
    },
    postpone,
    remove,
  };
}

const eventOf = (batch: readonly Waiting[]): SQSEvent => ({
  Records: batch.map(({ id, body, received }) => ({
    ...{ messageId: id, receiptHandle: id, body, messageAttributes: {}, md5OfBody: '' },
    ...{ eventSource: 'aws:sqs', eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:q', awsRegion: 'eu-central-1' },
    attributes: {
      ...{ ApproximateReceiveCount: String(received), SentTimestamp: '0' },
      ...{ SenderId: 'id', ApproximateFirstReceiveTimestamp: '0' },
    },
  })),
});
