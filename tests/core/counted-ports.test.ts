import { beforeEach, describe, expect, it } from 'vitest';
import { countedCalls, countedDialling, countedRequests, measuredLine } from '#core/counted-ports.ts';
import type { RequestStore, StoredRequest } from '#core/ports/call-requests.ts';
import type { CallStore, StoredCall } from '#core/ports/call-store.ts';
import type { DialOrder, DialResult } from '#core/ports/connect.ts';
import type { ReservedSlot, SlotRequest } from '#core/ports/dial-line.ts';
import { recordedMetrics } from './support/metrics.ts';

const AT = '2026-11-24T10:00:00.000Z';
const key = { sourceId: 'demo-crm', opportunityId: 'opp-1', callId: 'call-1' };
const call = (changes: Partial<StoredCall> = {}): StoredCall => ({
  ...{
    ...key,
    direction: 'outbound',
    state: 'requested',
    requestId: 'msg_1',
    requestedAt: AT,
    history: [],
    version: 0,
  },
  ...changes,
});

let metrics: ReturnType<typeof recordedMetrics>;
beforeEach(() => {
  metrics = recordedMetrics();
});

/** Loses the first race when `raced` is what somebody else has stored meanwhile. */
function storeOf(stored: StoredCall, raced?: StoredCall): Pick<CallStore, 'change'> {
  return {
    async change(_key, _initial, change) {
      let before = stored;
      let after = change(before);
      if (raced !== undefined) {
        before = raced;
        after = change(before);
      }
      return { call: after, changed: after !== before };
    },
  };
}

describe('the end of a call', () => {
  const end = (known: StoredCall): StoredCall =>
    known.state === 'completed' ? known : { ...known, state: 'completed', reason: 'customer-hung-up' };

  it('is counted with its state and its reason', async () => {
    await countedCalls(storeOf(call({ state: 'ended' })), metrics).change(key, undefined, end);
    expect(metrics.counted).toEqual([
      {
        name: 'CallsEnded',
        dimensions: { sourceId: 'demo-crm', state: 'completed', reason: 'customer-hung-up' },
        value: 1,
      },
    ]);
  });

  it('is not counted by whoever comes second, not even when the race was lost in between', async () => {
    await countedCalls(storeOf(call({ state: 'completed' })), metrics).change(key, undefined, end);
    await countedCalls(storeOf(call({ state: 'ended' }), call({ state: 'completed' })), metrics).change(
      key,
      undefined,
      end,
    );
    expect(metrics.counted).toEqual([]);
  });

  it('is not counted for a call that goes on', async () => {
    await countedCalls(storeOf(call()), metrics).change(key, undefined, (known) => ({ ...known, state: 'queued' }));
    expect(metrics.counted).toEqual([]);
  });
});

describe('the wait to the dialling', () => {
  const dial = (known: StoredCall): StoredCall => ({
    ...known,
    state: 'dialing',
    dialingAt: '2026-11-24T10:00:07.500Z',
  });
  const waitOf = async (known: StoredCall) => {
    await countedCalls(storeOf(known), metrics).change(key, undefined, dial);
    return metrics.counted.map(({ name, value }) => [name, value]);
  };

  it('is counted in milliseconds from the request', async () => {
    expect(await waitOf(call())).toEqual([['WaitToDial', 7_500]]);
  });

  it.each<[string, Partial<StoredCall>]>([
    ['a rule has held', { history: [{ state: 'held', at: AT }] }],
    ['was wanted later', { history: [{ state: 'scheduled', at: AT }] }],
    ['somebody was to preview', { mode: 'agent-first' }],
    ['came in', { direction: 'inbound' }],
    ['is another attempt', { attempt: 2 }],
    ['is known by its event only', { requestId: undefined } as unknown as Partial<StoredCall>],
    ['is being dialled already', { dialingAt: AT }],
  ])('says nothing of a call that %s', async (_what, changes) => {
    expect(await waitOf(call(changes))).toEqual([]);
  });
});

describe('what is asked for', () => {
  it('is counted with what Connect says, also when it says nothing', async () => {
    const answers: (() => Promise<DialResult>)[] = [
      async () => ({ outcome: 'started', connectContactId: 'c' }),
      async () => ({ outcome: 'throttled' }),
      async () => Promise.reject(new Error('no answer')),
    ];
    const connect = {
      start: (_order: DialOrder) => (answers.shift() ?? expect.fail())(),
      startPreview: () => expect.fail(),
    };
    const { start } = countedDialling(connect, metrics);
    const order = {} as DialOrder;
    await start(order);
    await start(order);
    await expect(start(order)).rejects.toThrow('no answer');
    expect(metrics.counted.map(({ dimensions }) => dimensions.outcome)).toEqual(['started', 'throttled', 'unknown']);
  });

  it('counts a request once as accepted, and as a duplicate each time that it comes again', async () => {
    const request = { ...key, requestId: 'msg_1' } as StoredRequest;
    const answers: Awaited<ReturnType<RequestStore['accept']>>[] = [
      { outcome: 'over-limit', refusals: [] },
      { outcome: 'accepted' },
      { outcome: 'duplicate', request },
    ];
    const requests = countedRequests(
      { accept: async (_request: StoredRequest) => answers.shift() ?? expect.fail() },
      metrics,
    );
    for (let delivery = 0; delivery < 3; delivery += 1) await requests.accept(request);
    expect(metrics.counted.map(({ dimensions }) => dimensions)).toEqual([
      { sourceId: 'demo-crm', outcome: 'accepted' },
      { sourceId: 'demo-crm', outcome: 'duplicate' },
    ]);
  });

  it('measures how long the line is for whoever joins it', async () => {
    const [dialAt, expectedAt] = [new Date(AT), new Date('2026-11-24T10:00:30.000Z')];
    const place = { line: 'source#demo-crm', order: '0#0', floor: 0 };
    const answers: ReservedSlot[] = [
      { dialAt },
      { dialAt: new Date('2026-11-24T11:00:00.000Z'), wait: { place, expectedAt } },
    ];
    const slots = {
      reserve: async (_now: Date, _call?: SlotRequest): Promise<ReservedSlot> => answers.shift() ?? expect.fail(),
    };
    const now = new Date('2026-11-24T10:00:00.100Z');
    const asked = { sourceId: 'demo-crm', requestId: 'msg_1', agentUsername: 'ana' };
    await measuredLine(slots, metrics).reserve(now, asked);
    await measuredLine(slots, metrics).reserve(now, asked);
    expect(metrics.counted.map(({ value }) => value)).toEqual([0, 29_900]);
  });
});
