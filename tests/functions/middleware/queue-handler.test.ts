import type { SQSEvent } from 'aws-lambda';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { jsonLog } from '../../../functions/adapters/json-log.ts';
import { queueHandler } from '../../../functions/middleware/queue-handler.ts';

const batch = (...receiveCounts: readonly number[]) =>
  ({
    Records: receiveCounts.map((count, index) => ({
      ...{ messageId: `m-${index}`, receiptHandle: `handle-${index}`, body: JSON.stringify({ index }) },
      attributes: { ApproximateReceiveCount: String(count) },
    })),
  }) as SQSEvent;

let lines: string[];
beforeEach(() => {
  lines = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text));
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

describe('a batch of messages', () => {
  const failing = (index: number) => async (delivery: { readonly message: { readonly index: number } }) => {
    if (delivery.message.index === index) throw new Error('the store is not there');
  };

  it('gives back what failed and nothing else, in seconds at first, then later and later', async () => {
    const waits: [string, number][] = [];
    const postpone = async (handle: string, seconds: number) => void waits.push([handle, seconds]);
    const answer = await queueHandler(jsonLog, failing(1), postpone)(batch(1, 1));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-1' }] });
    expect(waits).toEqual([['handle-1', expect.toSatisfy((seconds: number) => seconds >= 5 && seconds < 7)]]);

    await queueHandler(jsonLog, failing(0), postpone)(batch(5));
    expect(waits[1]).toEqual(['handle-0', expect.toSatisfy((seconds: number) => seconds >= 80 && seconds <= 100)]);
  });

  it('gives it back after the queue’s own time when it cannot be told otherwise', async () => {
    const postpone = () => Promise.reject(new Error('the queue is not there either'));
    const answer = await queueHandler(jsonLog, failing(0), postpone)(batch(1, 1));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-0' }] });
    expect(lines.join('')).toContain('message-not-postponed');
  });

  it('leaves alone what a handler has postponed itself', async () => {
    const postpone = vi.fn(async () => undefined);
    const handler = queueHandler(jsonLog, async () => 'again' as const, postpone);
    expect(await handler(batch(1))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm-0' }] });
    expect(postpone).not.toHaveBeenCalled();
  });
});
