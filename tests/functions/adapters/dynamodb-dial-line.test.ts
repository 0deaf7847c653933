import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dynamodbDialLine } from '../../../functions/adapters/dynamodb-dial-line.ts';
import { dynamodbLineView } from '../../../functions/adapters/dynamodb-line-view.ts';
import { pacingOf } from '../../../functions/core/pacing.ts';
import type { CallIdentity, Place, SlotRequest } from '../../../functions/core/ports/dial-line.ts';
import { noSlots, slotsInMemory } from '../../core/support/slots-in-memory.ts';
import { startTestTable, type TestTable } from '../support/test-table.ts';

const pacing = pacingOf({ perSecond: 2, burst: 1 });
const START = 1_700_000_000_000;

let test: TestTable;
beforeEach(async () => {
  test = await startTestTable();
});
afterEach(() => test.stop());

function line() {
  const slots = dynamodbDialLine(test.table, pacing);
  /** Takes a slot and waits in line. */
  const wait = async (call: SlotRequest, at = START): Promise<{ dialAt: Date; place: Place }> => {
    const { dialAt, wait: waiting } = await slots.reserve(new Date(at), call);
    if (waiting === undefined) throw new Error('nobody else is waiting');
    await slots.join(waiting.place, identityOf(call));
    return { dialAt, place: waiting.place };
  };
  return { slots, wait, view: dynamodbLineView(test.table, pacing) };
}

const call = (sourceId: string, requestId: string, others: Partial<SlotRequest> = {}): SlotRequest => ({
  ...{ sourceId, requestId, agentUsername: 'ana' },
  ...others,
});
const identityOf = ({ sourceId, requestId }: CallIdentity): CallIdentity => ({ sourceId, requestId });
const importOf = (sourceId: string, count: number): readonly SlotRequest[] =>
  Array.from({ length: count }, (_, index) => call(sourceId, `${sourceId}-${index}`));

const steps = fc.array(
  fc.oneof(
    fc.record({
      step: fc.constant('ask' as const),
      sourceId: fc.constantFrom('a', 'b'),
      agentUsername: fc.constantFrom('ana', 'ben'),
      isInteractive: fc.boolean(),
      gap: fc.constantFrom(0, 0, 100, 2_000),
    }),
    fc.record({ step: fc.constant('slot' as const), isPassedOn: fc.boolean() }),
  ),
  { minLength: 5, maxLength: 40 },
);

describe('the line for dial slots', () => {
  it('agrees with the line in memory about every slot, turn and expected time', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (story) => {
        const fresh = await startTestTable();
        try {
          const slots = dynamodbDialLine(fresh.table, pacing);
          const model = slotsInMemory(noSlots(), pacing);
          const waiting: { dialAt: Date; own: CallIdentity }[] = [];
          let now = START;
          for (const [index, move] of story.entries()) {
            if (move.step === 'ask') {
              now += move.gap;
              const asked = call(move.sourceId, `msg_${index}`, {
                agentUsername: move.agentUsername,
                ...(move.isInteractive && { isInteractive: true }),
              });
              const reserved = await slots.reserve(new Date(now), asked);
              expect(reserved).toEqual(model.reserve(new Date(now), asked));
              if (reserved.wait === undefined) continue;
              await slots.join(reserved.wait.place, identityOf(asked));
              model.join(reserved.wait.place, identityOf(asked));
              waiting.push({ dialAt: reserved.dialAt, own: identityOf(asked) });
              continue;
            }
            const [next] = waiting.splice(0, 1);
            if (next === undefined) continue;
            const claimed = await slots.claim(next.dialAt, next.own);
            expect(claimed).toEqual(model.claim(next.dialAt, next.own));
            if (!move.isPassedOn) continue;
            expect(await slots.passOn(next.dialAt, claimed)).toEqual(model.passOn(next.dialAt, claimed));
          }
        } finally {
          await fresh.stop();
        }
      }),
      { numRuns: 15 },
    );
  });

  it('costs two round trips to ask, seven writes for each queued call, and reads that do not grow with the line', async () => {
    const { slots, wait } = line();
    for (const one of importOf('import', 30)) await slots.reserve(new Date(START), one);
    const asked = call('import', 'last');
    const { result, ...asking } = await test.measure(() => slots.reserve(new Date(START), asked));
    expect(asking).toMatchObject({ inSequence: 2, operations: ['UpdateItem', 'UpdateItem', 'UpdateItem'] });
    if (result.wait === undefined) throw new Error('there is a line');
    const { place } = result.wait;
    expect((await test.measure(() => slots.join(place, asked))).operations).toEqual(['PutItem']);
    await wait(call('sales', 'sales-1'));
    const { operations } = await test.measure(() => slots.claim(result.dialAt, asked));
    expect(operations).toEqual([...['GetItem', 'GetItem', 'Query', 'Query', 'DeleteItem', 'UpdateItem', 'PutItem']]);
  });

  it('gives every call of slots that come at the same time one slot, and none is lost', async () => {
    const { slots, wait } = line();
    await slots.reserve(new Date(START), call('import', 'first'));
    const waiting = [];
    for (const one of [...importOf('a', 6), ...importOf('b', 6)]) waiting.push({ one, ...(await wait(one)) });
    const claimed = await Promise.all(waiting.map(({ one, dialAt }) => slots.claim(dialAt, identityOf(one))));
    expect(new Set(claimed.map(({ requestId }) => requestId)).size).toBe(12);
  });

  it('stays with the call it was claimed for, however often and at the same time it is asked for', async () => {
    const { slots, wait } = line();
    await slots.reserve(new Date(START), call('import', 'first'));
    const a = await wait(call('a', 'a-1'));
    const b = await wait(call('b', 'b-1'));
    const own = { sourceId: 'a', requestId: 'a-1' };
    const both = await Promise.all([slots.claim(a.dialAt, own), slots.claim(a.dialAt, own)]);
    expect(both[0]).toEqual(both[1]);
    expect(await slots.claim(a.dialAt, own)).toEqual(both[0]);
    expect(await slots.claimant(a.dialAt)).toEqual(both[0]);
    expect(await slots.claimant(b.dialAt)).toBeUndefined();
    const other = both[0]?.requestId === 'a-1' ? 'b-1' : 'a-1';
    // Who was too late has put back what it had taken.
    expect(await slots.claim(b.dialAt, { sourceId: 'b', requestId: 'b-1' })).toMatchObject({ requestId: other });
  });

  it('passes a slot on once for each call that cannot use it, and goes to its own call when nobody waits', async () => {
    const { slots, wait } = line();
    await slots.reserve(new Date(START), call('import', 'first'));
    const first = await wait(call('a', 'a-1'));
    await wait(call('b', 'b-1'));
    const own = { sourceId: 'a', requestId: 'a-1' };
    const claimed = await slots.claim(first.dialAt, own);
    const next = await slots.passOn(first.dialAt, claimed);
    expect(next).toEqual({ sourceId: 'b', requestId: 'b-1' });
    expect(await slots.passOn(first.dialAt, claimed)).toBeUndefined();
    expect(await slots.claim(first.dialAt, own)).toEqual(next);
    expect(await slots.claim(new Date(START + 60_000), own)).toEqual(own);
  });

  it('knows until when the turn of a call comes, and that it does not wait or that no slot is left', async () => {
    const { slots, wait } = line();
    await slots.reserve(new Date(START), call('import', 'first'));
    const { place } = await wait(call('a', 'a-1'));
    const last = await wait(call('a', 'a-2'));
    expect(await slots.lastSlotFor(place, new Date(START))).toEqual(last.dialAt);
    expect(await slots.lastSlotFor(place, new Date(last.dialAt.getTime() + 60_000))).toBeUndefined();
    await slots.claim(new Date(START + 500), { sourceId: 'a', requestId: 'a-1' });
    expect(await slots.lastSlotFor(place, new Date(START))).toBeUndefined();
  });
});

describe('a place in line', () => {
  it('counts the calls before it in its own line and in others, and comes true', async () => {
    const { slots, wait, view } = line();
    await slots.reserve(new Date(START), call('import', 'first'));
    const waiting = new Map<string, Place>();
    const dialAts: Date[] = [];
    for (const one of [...importOf('a', 8), ...importOf('b', 3), call('a', 'click', { isInteractive: true })]) {
      const { dialAt, place } = await wait(one);
      waiting.set(one.requestId, place);
      dialAts.push(dialAt);
    }
    const told = new Map<string, { position: number; expectedAt: Date }>();
    for (const [id, place] of waiting) told.set(id, await view.look(place, new Date(START)));
    const order = [];
    for (const dialAt of dialAts) order.push((await slots.claim(dialAt, { sourceId: 'x', requestId: 'x' })).requestId);
    expect(order.map((id) => told.get(id)?.position)).toEqual(order.map((_, index) => index));
    expect(order.map((id) => told.get(id)?.expectedAt)).toEqual(dialAts);
    expect(order.indexOf('b-2')).toBeLessThan(9);
  });
});
