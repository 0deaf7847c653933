/** The call log of a CRM in which nobody can change an entry: one entry when all is known, notes for what comes later. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallOutcome } from '../../../functions/core/contracts/call.ts';
import type { DialQueueMessage, WriteBackMessage } from '../../../functions/core/contracts/queue-messages.ts';
import type { SourceEvent } from '../../../functions/core/contracts/source-events.ts';
import { isLoggedOnce } from '../../../functions/core/log-entry.ts';
import { forgottenCall } from '../../../functions/core/model/forget-person.ts';
import { LOG_WAIT, MINUTE, OUTCOME_SETTLE, SECOND } from '../../../functions/core/policy.ts';
import type { StoredCall } from '../../../functions/core/ports/call-store.ts';
import type { Delivered } from '../../../functions/core/ports/crm.ts';
import { tellLater } from '../../../functions/core/use-cases/tell-once.ts';
import { writeBack } from '../../../functions/core/use-cases/write-back.ts';
import { silentLog } from '../support/logs.ts';

const START = Date.parse('2026-11-24T10:00:00.000Z');
const at = (after: number): string => new Date(START + after).toISOString();
const key = { sourceId: 'demo-crm', opportunityId: 'opp-1001', callId: 'call-1' };
const call: StoredCall = {
  ...{ ...key, requestId: 'msg_1', direction: 'outbound', state: 'with_agent', requestedAt: at(0), dialingAt: at(0) },
  ...{ answeredAt: at(0), withAgentAt: at(0), contactName: 'Dana Reyes' },
  ...{ history: [{ state: 'requested', at: at(0) }], version: 1 },
};
const ENDED: Partial<StoredCall> = { state: 'completed', endedAt: at(0), completedAt: at(0) };
const outcomeAt = (after: number, notes = `saved ${after}`): CallOutcome => ({
  ...{ disposition: 'connected', notes, savedAt: at(after), savedBy: 'ana' },
});

/** One call, its messages and a CRM that knows repetitions by their ids. */
function world(facts: Partial<StoredCall> = {}) {
  const state = { now: START, call: { ...call, ...facts }, isDown: false, forgetsAnswer: false, diesOnWrite: 0 };
  const delayed: { message: DialQueueMessage; due: number }[] = [];
  const queued: WriteBackMessage[] = [];
  /** By id, as it came first; `repeated` is whatever came under an id again. */
  const heard = new Map<string, SourceEvent>();
  const repeated: (readonly [first: SourceEvent | undefined, again: SourceEvent])[] = [];
  const clock = { now: () => new Date(state.now) };
  const notAsked = (): never => expect.fail('nobody asks for it');
  const dialQueue = {
    send: async (message: DialQueueMessage, seconds: number) =>
      void delayed.push({ message, due: state.now + seconds * SECOND }),
  };
  const tell = writeBack<{ readonly log: 'once' }>({
    calls: {
      get: notAsked,
      async change(_key, _initial, change) {
        const after = change(state.call);
        if (after === state.call) return { call: after, changed: false };
        if (state.diesOnWrite > 0) {
          state.diesOnWrite -= 1;
          throw new Error('the function dies');
        }
        state.call = { ...after, version: state.call.version + 1 };
        return { call: state.call, changed: true };
      },
    },
    async deliver(event, _source, id): Promise<Delivered> {
      if (state.isDown) return { outcome: 'failed', status: 503, retryAfter: 0 };
      if (heard.has(id)) repeated.push([heard.get(id), event]);
      else heard.set(id, event);
      return state.forgetsAnswer ? { outcome: 'failed', status: 0, retryAfter: 0 } : { outcome: 'delivered' };
    },
    ...{ desktopOrigin: 'https://desktop.example', clock, dialQueue, log: silentLog },
    ...{ sources: new Map([['demo-crm', { log: 'once' as const }]]) },
    ...{ requests: { get: notAsked, accept: notAsked }, activity: { latestAbout: notAsked } },
    ...{ contacts: { get: notAsked, confirmWrittenBack: notAsked }, erasureOrders: { get: notAsked } },
    ...{ documents: { get: notAsked, markInCrm: notAsked }, files: { linkForReading: notAsked, open: notAsked } },
  });
  const later = tellLater({ clock, dialQueue, writeBacks: { send: async (message) => void queued.push(message) } });

  const news = (type: 'call.completed' | 'call.failed' | 'call.answered' = 'call.completed') =>
    queued.push({ type, ...key, version: state.call.version });
  /** What failed stays in the queue. */
  async function deliver(index = 0): Promise<void> {
    const [message] = queued.splice(index, 1);
    if (message === undefined) return;
    const told = await tell(message).catch(() => undefined);
    if (told === undefined || told.outcome === 'failed') queued.push(message);
  }
  async function wake(): Promise<void> {
    for (const one of delayed.filter(({ due }) => due <= state.now)) {
      delayed.splice(delayed.indexOf(one), 1);
      if ('type' in one.message && one.message.type === 'log') await later(one.message);
    }
  }
  return {
    ...{ state, news, deliver, wake, delayed, queued, repeated, heard },
    save(outcome: CallOutcome): void {
      state.call = { ...state.call, outcome, version: state.call.version + 1 };
      if (state.call.state === 'completed') news();
    },
    async pass(milliseconds: number): Promise<void> {
      state.now += milliseconds;
      await wake();
      for (let left = queued.length; left > 0; left -= 1) await deliver();
    },
    /** Everything that is still to come, with nothing in its way. */
    async settle(): Promise<void> {
      Object.assign(state, { isDown: false, forgetsAnswer: false, diesOnWrite: 0 });
      for (let round = 0; round < 50 && delayed.length + queued.length > 0; round += 1) await this.pass(5 * MINUTE);
    },
    told: () =>
      [...heard.values()].map((event) =>
        'call' in event.data ? [event.type, event.data.call.outcome?.notes, event.data.addition] : [event.type],
      ),
  };
}

describe('a log that is written once', () => {
  it('gets nothing while the call goes on', async () => {
    const one = world();
    one.news('call.answered');
    one.news('call.completed');
    await one.pass(0);
    expect([one.told(), one.delayed]).toEqual([[], []]);
  });

  it('gets the entry of a call that nobody answered at once: there is nothing to wait for', async () => {
    const one = world({ ...ENDED, reason: 'no-answer' });
    const { withAgentAt: _agent, answeredAt: _answer, ...unanswered } = one.state.call;
    one.state.call = unanswered;
    one.news();
    await one.pass(0);
    expect(one.told()).toEqual([['call.completed', undefined, undefined]]);
  });

  it('waits for whom the call was to reach, as long as only Connect has told of it', async () => {
    const one = world({ ...ENDED, outcome: outcomeAt(-MINUTE) });
    const { requestId, contactName, ...stub } = one.state.call;
    one.state.call = stub;
    one.news();
    await one.pass(0);
    expect(one.told()).toEqual([]);
    one.state.call = { ...one.state.call, ...{ requestId: requestId ?? '', contactName: contactName ?? '' } };
    await one.settle();
    const [event] = one.heard.values();
    expect(event).toMatchObject({ data: { call: { contactName: 'Dana Reyes' } } });
    expect(one.heard.size).toBe(1);
  });

  it('gets one entry with the outcome, a minute after it was last saved, however often that was', async () => {
    const one = world({ ...ENDED, outcome: outcomeAt(0) });
    one.news();
    await one.pass(30 * SECOND);
    one.save(outcomeAt(30 * SECOND));
    await one.pass(OUTCOME_SETTLE - SECOND);
    expect(one.told()).toEqual([]);
    await one.pass(SECOND);
    await one.settle();
    expect(one.told()).toEqual([['call.completed', 'saved 30000', undefined]]);
    expect(one.repeated).toEqual([]);
  });

  it('gets the entry without an outcome when none was saved in a quarter of an hour, and what is saved then as a note', async () => {
    const one = world(ENDED);
    one.news();
    await one.pass(LOG_WAIT - SECOND);
    expect(one.told()).toEqual([]);
    await one.pass(SECOND);
    expect(one.told()).toEqual([['call.completed', undefined, undefined]]);
    one.save(outcomeAt(LOG_WAIT));
    await one.settle();
    expect(one.told()).toEqual([
      ['call.completed', undefined, undefined],
      ['call.completed', `saved ${LOG_WAIT}`, 1],
    ]);
  });

  it('is told the same again under the same id when the answer was lost, even if something newer was saved meanwhile', async () => {
    const one = world({ ...ENDED, outcome: outcomeAt(-MINUTE, 'first') });
    one.news();
    one.state.forgetsAnswer = true;
    await one.pass(0);
    one.save(outcomeAt(0, 'second'));
    one.state.forgetsAnswer = false;
    await one.settle();
    expect(one.told()).toEqual([
      ['call.completed', 'first', undefined],
      ['call.completed', 'second', 1],
    ]);
    expect(one.repeated).toHaveLength(1);
    expect(one.repeated[0]?.[1]).toMatchObject({ data: { call: { outcome: { notes: 'first' } } } });
  });

  it('keeps no notes of a person who was erased before the entry was told', () => {
    const entry = { number: 1, state: 'completed', outcome: outcomeAt(0, 'Dana likes blue.') } as const;
    const forgotten = forgottenCall({ ...call, ...ENDED, outcome: outcomeAt(0), logEntry: entry }, at(MINUTE));
    expect(forgotten.logEntry).toMatchObject({ number: 1, outcome: { disposition: 'connected', notes: '' } });
    expect(forgottenCall(forgotten, at(MINUTE))).toBe(forgotten);
  });

  it('tells each thing once and the last word last, whatever fails, comes twice or dies in between', async () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('save' as const) }),
      fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 20 * MINUTE }) }),
      fc.record({ kind: fc.constant('deliver' as const), index: fc.nat(3) }),
      fc.record({ kind: fc.constantFrom('again' as const, 'end' as const, 'dies' as const, 'wake' as const) }),
      fc.record({ kind: fc.constantFrom('down' as const, 'deaf' as const), is: fc.boolean() }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const one = world();
        for (const now of steps) {
          if (now.kind === 'save') one.save(outcomeAt(one.state.now - START));
          if (now.kind === 'pass') await one.pass(now.ms);
          if (now.kind === 'deliver') await one.deliver(now.index);
          if (now.kind === 'again') one.news();
          if (now.kind === 'wake') await one.wake();
          if (now.kind === 'dies') one.state.diesOnWrite += 1;
          if (now.kind === 'down') one.state.isDown = now.is;
          if (now.kind === 'deaf') one.state.forgetsAnswer = now.is;
          if (now.kind === 'end' && one.state.call.state !== 'completed') {
            const ended = new Date(one.state.now).toISOString();
            Object.assign(one.state.call, { state: 'completed', endedAt: ended, completedAt: ended });
            one.news();
          }
        }
        await one.settle();
        const told = one.told();
        expect(one.delayed.length + one.queued.length).toBe(0);
        if (one.state.call.state !== 'completed') {
          expect(told).toEqual([]);
          return;
        }
        expect(told.map(([, , addition]) => addition)).toEqual(told.map((_, index) => index || undefined));
        expect(told.at(-1)?.[1]).toBe(one.state.call.outcome?.notes);
        expect(new Set(told.map(([, notes]) => notes)).size).toBe(told.length);
        for (const [first, again] of one.repeated) {
          expect([again, first].map((event) => event && 'call' in event.data && event.data.call.outcome)).toEqual(
            Array(2).fill(again.data && 'call' in again.data && again.data.call.outcome),
          );
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('whether a log is written once', () => {
  const calls = { create: { path: '/calls' }, find: { path: '/calls' } };
  it.each<[string, Parameters<typeof isLoggedOnce>[0], boolean]>([
    ['is what the source says', { log: 'once' }, true],
    ['is not so without a word', {}, false],
    ['is so of an API that only makes entries', { rest: { calls } } as never, true],
    ['is not so of one that changes them', { rest: { calls: { ...calls, update: {} } } } as never, false],
    ['is not so of one that takes our id', { rest: { calls: { upsert: {} } } } as never, false],
    ['is the source’s word even then', { log: 'changed', rest: { calls } } as never, false],
  ])('%s', (_case, policy, expected) => {
    expect(isLoggedOnce(policy)).toBe(expected);
  });
});
