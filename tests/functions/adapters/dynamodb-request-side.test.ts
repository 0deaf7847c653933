import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbDialSlots } from '../../../functions/adapters/dynamodb-dial-slots.ts';
import { dynamodbErasureOrders } from '../../../functions/adapters/dynamodb-erasure-orders.ts';
import { dynamodbErasures } from '../../../functions/adapters/dynamodb-erasures.ts';
import { dynamodbRequestStore } from '../../../functions/adapters/dynamodb-request-store.ts';
import { pacingOf, takeSlot } from '../../../functions/core/pacing.ts';
import type { StoredRequest } from '../../../functions/core/ports/call-requests.ts';
import { callRequested } from '../support/call-requested.ts';
import { crmAttributes } from '../support/opportunities.ts';
import { startTestTable, type TestTable } from '../support/test-table.ts';

let test: TestTable;
beforeAll(async () => {
  test = await startTestTable();
});
afterAll(() => test.stop());

const order = { sourceId: 'demo-crm', requestId: 'msg_1', agentUsername: 'ana' };

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
        const { result, inSequence } = await test.measure(() => slots.reserve(new Date(now), order));
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
    const taken = await Promise.all(Array.from({ length: 20 }, () => slots.reserve(now, order)));
    const times = taken.map(({ dialAt }) => dialAt.getTime() - now.getTime()).sort((one, two) => one - two);
    expect(times).toEqual(Array.from({ length: 20 }, (_, index) => index * 500));
  });
});

describe('a dial slot that is given back', () => {
  const pacing = pacingOf({ perSecond: 2, burst: 1 });
  const at = (start: number, milliseconds: number) => new Date(start + milliseconds);

  it('goes to the next who asks, the earliest first, and to one only', async () => {
    const slots = dynamodbDialSlots(test.table, pacing);
    const start = 1_900_000_000_000;
    const reserve = async () => (await slots.reserve(at(start, 100), order)).dialAt.getTime() - start;
    for (let count = 0; count < 4; count += 1) await slots.reserve(at(start, 0), order);
    await slots.giveBack(at(start, 1_000));
    await slots.giveBack(at(start, 500));
    expect([await reserve(), await reserve(), await reserve()]).toEqual([500, 1_000, 2_000]);
    await slots.giveBack(at(start, 1_500));
    const together = await Promise.all([reserve(), reserve(), reserve()]);
    expect(together.sort((one, two) => one - two)).toEqual([1_500, 2_500, 3_000]);
  });

  it('is lost when its time has passed', async () => {
    const slots = dynamodbDialSlots(test.table, pacing);
    const start = 1_950_000_000_000;
    for (let count = 0; count < 4; count += 1) await slots.reserve(at(start, 0), order);
    await slots.giveBack(at(start, 500));
    expect((await slots.reserve(at(start, 501), order)).dialAt).toEqual(at(start, 2_000));
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

  it('gives back every fact and JSON value of a request, whatever DynamoDB thinks of it', async () => {
    const store = dynamodbRequestStore(test.table);
    let count = 0;
    await fc.assert(
      fc.asyncProperty(crmAttributes, async (attributes) => {
        count += 1;
        const { opportunity } = request.message;
        const message = { ...request.message, opportunity: { ...opportunity, amount: 1e300, attributes } };
        const asked = { ...request, requestId: `json-${count}`, attempt: 2, attemptOf: 'call-0', message };
        expect(await store.accept(asked)).toEqual({ outcome: 'accepted' });
        expect(await store.get('demo-crm', asked.requestId)).toEqual(asked);
        expect(await store.accept(asked)).toEqual({ outcome: 'duplicate', request: asked });
      }),
      { numRuns: 50 },
    );
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
    const orders = dynamodbErasureOrders(test.table);
    const key = { sourceId: 'demo-crm', opportunityId: 'a#b/ü\ud800' };
    const people = ['c#1/ü\ud800', 'c-2', 'c-3'];
    const nothing = { opportunity: undefined, contacts: new Map() };
    expect(await erasures.of(key, people)).toEqual(nothing);
    const [first, second, third] = [10, 11, 12].map((hour) => ({
      at: `2026-11-24T${hour}:00:00.000Z`,
      markedAt: `2026-11-24T${hour}:00:02.000Z`,
    }));
    if (first === undefined || second === undefined || third === undefined) throw new Error('three times');
    await orders.record(key, second);
    await orders.record(key, first);
    await orders.record({ ...key, contactId: 'c-2' }, first);
    await orders.record({ sourceId: key.sourceId, contactId: 'c-2' }, third);
    await orders.record({ sourceId: key.sourceId, contactId: 'c#1/ü\ud800' }, first);
    const { result, inSequence } = await test.measure(() => erasures.of(key, people));
    expect(result).toEqual({
      opportunity: second,
      contacts: new Map([
        ['c-2', third],
        ['c#1/ü\ud800', first],
      ]),
    });
    expect(inSequence).toBe(1);
    expect(await erasures.of({ ...key, opportunityId: 'other' }, ['c-3'])).toEqual(nothing);
  });

  it('count what was removed, and say when nothing was left, until they are ordered anew', async () => {
    const orders = dynamodbErasureOrders(test.table);
    const subject = { sourceId: 'demo-crm', contactId: 'c-9' };
    const erasure = { at: '2026-11-24T10:00:00.000Z', markedAt: '2026-11-24T10:00:01.000Z' };
    expect(await orders.get(subject)).toBeUndefined();
    await orders.record(subject, erasure);
    await orders.count(subject, { contacts: 2, phones: 0 });
    await orders.count(subject, { contacts: 1, calls: 4 });
    await orders.confirm(subject, '2026-11-24T10:02:00.000Z');
    expect(await orders.get(subject)).toEqual({
      ...{ ...erasure, verifiedAt: '2026-11-24T10:02:00.000Z' },
      counts: { contacts: 3, calls: 4 },
    });
    const again = { at: erasure.at, markedAt: '2026-11-24T11:00:00.000Z' };
    await orders.record(subject, again);
    expect(await orders.get(subject)).toEqual({ ...again, counts: {} });
  });
});
