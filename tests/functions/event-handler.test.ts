import type { SQSEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { eventHandler } from '#middleware/event-handler.ts';
import { silentLog as log } from '../core/support/logs.ts';

/** As SQS delivers what lay in the dead-letter queue. */
const replayed = (...events: readonly object[]): SQSEvent => ({
  Records: events.map((event, index) => ({
    ...{
      messageId: `m-${index}`,
      receiptHandle: 'r',
      body: JSON.stringify(event),
      messageAttributes: {},
      md5OfBody: '',
    },
    ...{ eventSource: 'aws:sqs', eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:q', awsRegion: 'eu-central-1' },
    attributes: {
      ...{ ApproximateReceiveCount: '1', SentTimestamp: '0', SenderId: 'id' },
      ApproximateFirstReceiveTimestamp: '0',
    },
  })),
});

describe('a function that is invoked by events', () => {
  it('takes an event as it comes, and those that are replayed each on its own', async () => {
    const seen: unknown[] = [];
    const handler = eventHandler<{ id: number }>(log, async ({ id }) => {
      if (id === 2) throw new Error('still not');
      seen.push(id);
    });
    expect(await handler({ id: 1 })).toBeUndefined();
    expect(await handler(replayed({ id: 2 }, { id: 3 }))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-0' }] });
    expect(seen).toEqual([1, 3]);
    await expect(handler({ id: 2 })).rejects.toThrow(/^the event could not be processed$/);
  });
});
