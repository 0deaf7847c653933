import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbDialSlots } from '../../../functions/adapters/dynamodb-dial-slots.ts';
import { dynamodbErasures } from '../../../functions/adapters/dynamodb-erasures.ts';
import { dynamodbRequestStore } from '../../../functions/adapters/dynamodb-request-store.ts';
import { pacingOf, takeSlot } from '../../../functions/core/pacing.ts';
import type { StoredRequest } from '../../../functions/core/ports.ts';
import { callRequested } from '../support/call-requested.ts';
import { startTestTable, type TestTable } from '../support/test-table.ts';

let test: TestTable;
beforeAll(async () => {
  test = await startTestTable();
});
afterAll(() => test.stop());

describe('the dial slots', () => {
  it('are those of the pure token bucket, one round trip when idle and two when busy', async () => {
    const pacing = pacingOf({ perSecond: 2, burst: 5 });
    const slots = dynamodbDialSlots(test.table, pacing);
    let tat: number | undefined;
    let now = 1_700_000_000_000;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 1_500 }), async (gap) => {
        now += gap;
        const isIdle = tat === undefined || tat <= now;
        const expected = takeSlot(tat, now, pacing);
        tat = expected.tat;
        const { result, inSequence } = await test.measure(() => slots.reserve(new Date(now)));
        expect(result.dialAt.getTime()).toBe(expected.dialAt);
        expect(inSequence).toBe(isIdle ? 1 : 2);
      }),
      { numRuns: 40, endOnFailure: true },
    );
  });

  it('are all different for callers at the same time', async () => {
    const pacing = pacingOf({ perSecond: 2, burst: 1 });
    const slots = dynamodbDialSlots(test.table, pacing);
    const now = new Date(1_800_000_000_000);
    const taken = await Promise.all(Array.from({ length: 20 }, () => slots.reserve(now)));
    const times = taken.map(({ dialAt }) => dialAt.getTime() - now.getTime()).sort((one, two) => one - two);
    expect(times).toEqual(Array.from({ length: 20 }, (_, index) => index * 500));
  });
});

describe('the request store', () => {
  const request: StoredRequest = {
    ...{ sourceId: 'demo-crm', opportunityId: 'opp-1001', callId: 'call-1', requestId: 'msg#1/ü' },
    ...{ receivedAt: '2026-11-24T10:00:00.000Z', message: callRequested().data },
  };

  it('accepts one of many, in one round trip each, and shows the others the first', async () => {
    const store = dynamodbRequestStore(test.table);
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, index) => store.accept({ ...request, callId: `call-${index}` })),
    );
    const [accepted, ...duplicates] = [...answers].sort((one, two) => one.outcome.localeCompare(two.outcome));
    expect(accepted).toEqual({ outcome: 'accepted' });
    const first = await store.get('demo-crm', 'msg#1/ü');
    expect(duplicates).toEqual(Array(4).fill({ outcome: 'duplicate', request: first }));
    const { inSequence } = await test.measure(() => store.accept({ ...request, requestId: 'another' }));
    expect(inSequence).toBe(1);
  });

  it('keeps the answer that knows the contact, in whatever order answers come', async () => {
    const store = dynamodbRequestStore(test.table);
    const [older, newer] = [{ status: 'queued' as const }, { status: 'dialing' as const, connectContactId: 'cc-1' }];
    for (const [requestId, answers] of [['one', [older, newer]] as const, ['two', [newer, older]] as const]) {
      await store.accept({ ...request, requestId });
      for (const answer of answers) await store.recordAnswer('demo-crm', requestId, answer);
      expect((await store.get('demo-crm', requestId))?.answer).toEqual(newer);
    }
  });

  it('records no answer for a request that is gone', async () => {
    const store = dynamodbRequestStore(test.table);
    await store.recordAnswer('demo-crm', 'never seen', { status: 'queued' });
    expect(await store.get('demo-crm', 'never seen')).toBeUndefined();
  });
});

describe('the erasures', () => {
  it('remember when, for ids of any shape', async () => {
    const erasures = dynamodbErasures(test.table);
    const key = { sourceId: 'demo-crm', opportunityId: 'a#b/ü\ud800' };
    expect(await erasures.erasedAt(key)).toBeUndefined();
    await erasures.record(key, '2026-11-24T10:00:00.000Z');
    expect(await erasures.erasedAt(key)).toBe('2026-11-24T10:00:00.000Z');
  });
});
