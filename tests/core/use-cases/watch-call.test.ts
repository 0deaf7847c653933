import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { withLegs } from '../../../functions/core/call-state.ts';
import type { WatchMessage } from '../../../functions/core/contracts/queue-messages.ts';
import { completionOf } from '../../../functions/core/model/completion-of.ts';
import { legsFrom } from '../../../functions/core/model/legs-from-facts.ts';
import { RECORDING_PATIENCE, WATCH_INTERVAL, WATCH_PATIENCE } from '../../../functions/core/policy.ts';
import type { StoredCall } from '../../../functions/core/ports/call-store.ts';
import type { ConnectContactFacts, ContactEvent } from '../../../functions/core/ports/connect.ts';
import { watch, watchCall } from '../../../functions/core/use-cases/watch-call.ts';
import { portsInMemory } from '../support/ports-in-memory.ts';

const KEY = { sourceId: 'demo-crm', opportunityId: 'opp-1001', callId: 'call-1' };
const START = '2026-11-24T10:00:00.000Z';
const at = (seconds: number): string => new Date(Date.parse(START) + seconds * 1_000).toISOString();

let memory: ReturnType<typeof portsInMemory>;
beforeEach(() => {
  memory = portsInMemory(at(WATCH_INTERVAL / 1_000));
});

const started: StoredCall = {
  ...{ ...KEY, requestId: 'msg_1', direction: 'outbound', connectContactId: 'cc-1', state: 'dialing' },
  ...{ requestedAt: START, dialingAt: START, version: 1 },
  history: [
    { state: 'requested', at: START },
    { state: 'dialing', at: START },
  ],
};
const look = (wakeAt = memory.state.now.toISOString()) =>
  watchCall(memory.ports)({ type: 'watch', ...KEY, wakeAt } satisfies WatchMessage);
const call = () => memory.state.calls.get(KEY.callId);
const store = (stored: StoredCall) => memory.state.calls.set(KEY.callId, stored);
const tells = (...descriptions: readonly ConnectContactFacts[]) => {
  for (const facts of descriptions) memory.state.descriptions.set(facts.connectContactId, facts);
};
const told = () => memory.state.writeBacks.map(({ type }) => type);
const taken: ConnectContactFacts = {
  ...{ connectContactId: 'cc-1', initiationMethod: 'API', initiatedAt: START, answeredAt: at(5) },
  ...{ agentId: 'user-ana', agentConnectedAt: at(9) },
};
const over: ConnectContactFacts = {
  ...{ ...taken, disconnectedAt: at(69), disconnectReason: 'CUSTOMER_DISCONNECT' },
  ...{ afterWorkStartedAt: at(69), afterWorkEndedAt: at(84) },
};

describe('a look at a call whose last events are lost', () => {
  it('records what Connect says of its contact, and tells the source', async () => {
    store(started);
    tells(over);
    await look();
    expect(call()).toMatchObject({
      ...{ state: 'completed', reason: 'customer-hung-up', takenBy: 'ana' },
      ...{ answeredAt: at(5), withAgentAt: at(9), endedAt: at(69), completedAt: at(84) },
    });
    expect(told()).toEqual(['call.answered', 'call.ended', 'call.completed']);
    expect(memory.state.dialMessages).toEqual([]);
  });

  it('comes to the record that the events would have made, whichever of them are lost', async () => {
    const { disconnectReason: _reason, ...silent } = over;
    const { disconnectedAt: _at, afterWorkStartedAt: _work, afterWorkEndedAt: _end, ...before } = silent;
    const events: readonly ContactEvent[] = [
      { ...before, type: 'CONNECTED_TO_AGENT' },
      { ...over, type: 'DISCONNECTED' },
      { ...over, type: 'COMPLETED', completedAt: at(84) },
    ];
    const withEvents = (heard: readonly ContactEvent[]) =>
      heard.reduce((known, event) => withLegs(known, legsFrom({ ...event, takenBy: 'ana' })), started);
    const { history, legs } = withEvents(events);
    await fc.assert(
      fc.asyncProperty(fc.subarray([...events]), async (heard) => {
        memory = portsInMemory(at(WATCH_INTERVAL / 1_000));
        store(withEvents(heard));
        tells(over);
        await look();
        expect(call()).toMatchObject({ history, legs });
      }),
    );
  });

  it('asks for every leg that is open, and for none that the customer was moved out of', async () => {
    const legs = {
      'cc-1': { startedAt: START, answeredAt: at(5), endedAt: at(30) },
      'cc-2': { startedAt: at(30), continues: 'cc-1' },
    };
    store(withLegs(started, legs));
    tells({ ...over, connectContactId: 'cc-2', initialConnectContactId: 'cc-1', initiatedAt: at(30) });
    await look();
    expect(call()).toMatchObject({ state: 'completed', endedAt: at(69), takenBy: 'ana' });
    expect(memory.state.operations.filter((operation) => operation === 'connect.describe')).toHaveLength(1);
  });

  it('tells what the look before it recorded and died before telling', async () => {
    store(started);
    tells(over);
    memory.state.failing.set('writeBacks.send', 3);
    const wakeAt = memory.state.now.toISOString();
    await expect(look(wakeAt)).rejects.toThrow();
    memory.state.writeBacks.length = 0;
    await look(wakeAt);
    expect(told()).toEqual(['call.answered', 'call.ended', 'call.completed']);
  });
});

describe('a look at a call', () => {
  it.each([
    ['that goes on', taken],
    ['whose agent still works on it', { ...over, afterWorkEndedAt: at(2_000) }],
  ])('%s is followed by another one', async (_case, description) => {
    store(started);
    const { afterWorkEndedAt: _later, ...now } = description as ConnectContactFacts;
    tells(now);
    await look();
    expect(call()?.completedAt).toBeUndefined();
    const wakeAt = new Date(memory.state.now.getTime() + WATCH_INTERVAL).toISOString();
    expect(memory.state.dialMessages).toEqual([
      { message: { type: 'watch', ...KEY, wakeAt }, delaySeconds: WATCH_INTERVAL / 1_000 },
    ]);
  });

  it.each([
    ['that is over', { ...started, state: 'completed' as const }],
    ['that was erased', undefined],
  ])('%s asks nobody and is the last', async (_case, stored) => {
    if (stored !== undefined) store(stored);
    await look();
    expect(memory.state.operations).not.toContain('connect.describe');
    expect(memory.state.dialMessages).toEqual([]);
  });

  describe('that is over and of which no recording is known', () => {
    const recordings = { 'bucket/one.wav': { startedAt: at(9), stoppedAt: at(69) } };
    const lookForIt = () =>
      watchCall({ ...memory.ports, awaitsRecordings: true })({
        ...{ type: 'watch', ...KEY, wakeAt: memory.state.now.toISOString() },
      });
    beforeEach(() => store(withLegs(started, legsFrom({ ...over, completedAt: at(84), takenBy: 'ana' }))));

    it('asks Connect again until it is known, and tells nobody', async () => {
      tells(over);
      await lookForIt();
      expect(memory.state.dialMessages).toHaveLength(1);
      memory.state.dialMessages.length = 0;
      tells({ ...over, recordings });
      await lookForIt();
      expect(call()?.legs?.['cc-1']).toMatchObject({ recordings });
      expect(memory.state.dialMessages).toEqual([]);
      expect(told()).toEqual([]);
    });

    it('is given up after an hour: not every call is recorded', async () => {
      tells(over);
      memory.state.now = new Date(Date.parse(at(84)) + RECORDING_PATIENCE + 1);
      await lookForIt();
      expect(memory.state.operations).not.toContain('connect.describe');
      expect(memory.state.dialMessages).toEqual([]);
    });

    it('asks nobody where no agent was in it, and where nobody may hear recordings', async () => {
      await look();
      const { agentConnectedAt: _none, ...unanswered } = over;
      store(withLegs(started, legsFrom({ ...unanswered, completedAt: at(84) })));
      await lookForIt();
      expect(memory.state.operations).not.toContain('connect.describe');
      expect(memory.state.dialMessages).toEqual([]);
    });
  });

  it('too early waits on', async () => {
    await look(new Date(memory.state.now.getTime() + 60_000).toISOString());
    expect(memory.state.operations).toEqual(['dialQueue.send']);
    expect(memory.state.dialMessages[0]?.delaySeconds).toBe(60);
  });

  it.each([
    ['Connect does not know', undefined, { reason: 'service-error' }],
    ['Connect never ended', taken, { reason: 'service-error', withAgentAt: at(9) }],
    [
      'no agent wrapped up',
      { ...over, afterWorkEndedAt: undefined },
      { reason: 'customer-hung-up', completedAt: at(69) },
    ],
  ])('%s ends after a day, with what is known', async (_case, description, end) => {
    store(started);
    if (description !== undefined) {
      const known = Object.entries(description).filter(([, fact]) => fact !== undefined);
      tells({ connectContactId: 'cc-1', ...Object.fromEntries(known) });
    }
    memory.state.now = new Date(Date.parse(START) + WATCH_PATIENCE + WATCH_INTERVAL);
    await look();
    expect(call()).toMatchObject({ state: 'completed', ...end });
    expect(memory.state.dialMessages).toEqual([]);
  });

  it('is first taken when almost every call is over, counted from its start', async () => {
    memory.state.now = new Date(at(60));
    await watch(memory.ports, KEY, new Date(START), memory.state.now);
    expect(memory.state.dialMessages[0]).toMatchObject({
      message: { wakeAt: at(WATCH_INTERVAL / 1_000) },
      delaySeconds: WATCH_INTERVAL / 1_000 - 60,
    });
  });
});

describe('a contact’s description', () => {
  it('of a call that no agent took is complete with its end', () => {
    expect(completionOf({ connectContactId: 'cc-1', disconnectedAt: at(30) }, new Date(at(31)))).toBe(at(30));
  });

  it('without after-call work is complete once that would have begun', () => {
    const { afterWorkStartedAt: _start, afterWorkEndedAt: _end, ...unwrapped } = over;
    expect(completionOf(unwrapped, new Date(at(70)))).toBeUndefined();
    expect(completionOf(unwrapped, new Date(Date.parse(at(69)) + WATCH_INTERVAL))).toBe(at(69));
  });
});
