import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { dynamodbOpportunityStore } from '#adapters/dynamodb-opportunity-store.ts';
import { advance, learn } from '#core/call-state.ts';
import type { CallStore, StoredCall } from '#core/ports/call-store.ts';
import { AT, KEY, later, opportunity } from '../support/opportunities.ts';
import { startTestTable, type TestTable } from '../support/test-table.ts';

let test: TestTable;
let calls: CallStore;
beforeAll(async () => {
  test = await startTestTable();
  calls = dynamodbCallStore(test.table);
});
afterAll(() => test.stop());

const projection = (callId: string, changes: Partial<StoredCall> = {}): StoredCall => ({
  ...KEY,
  callId,
  requestId: `msg-${callId}`,
  direction: 'outbound',
  state: 'requested',
  contactName: 'Dana Reyes',
  agentUsername: 'ana',
  requestedAt: AT,
  history: [{ state: 'requested', at: AT }],
  version: 0,
  ...changes,
});
const stub = (callId: string, connectContactId: string): StoredCall => ({
  ...KEY,
  callId,
  connectContactId,
  direction: 'outbound',
  state: 'requested',
  requestedAt: later(1),
  history: [],
  version: 0,
});
const keyOf = (callId: string) => ({ ...KEY, callId });
const dial = (call: StoredCall) => advance(call, { state: 'dialing', at: later(1) });

describe('a call', () => {
  it('keeps every fact, also those of a repeated attempt, and nothing of the store’s own', async () => {
    const key = { ...keyOf('call-again'), opportunityId: 'opp-again' };
    const facts = { attempt: 3, attemptOf: 'call-first', claimedSlot: AT, spentSlot: AT };
    const first = projection('call-again', { ...key, ...facts });
    await calls.change(key, first, (call) => call);
    const stored = { ...first, version: 1 };
    expect(await calls.get(key)).toEqual(stored);
    expect(await calls.find('call-again')).toEqual(stored);
    expect((await calls.change(key, first, dial))?.call).toMatchObject({ ...facts, state: 'dialing', version: 2 });
  });

  it('is created with one put and found by id, by Connect contact and by opportunity', async () => {
    const created = await test.measure(() => calls.change(keyOf('call-a'), projection('call-a'), (call) => call));
    expect(created.operations).toEqual(['PutItem']);
    expect(created.result).toEqual({ call: { ...projection('call-a'), version: 1 }, changed: true });
    expect(await calls.findByConnectContact('cc-a')).toBeUndefined();
    await calls.change(keyOf('call-a'), undefined, (call) => dial(learn(call, { connectContactId: 'cc-a' })));
    const expected = {
      callId: 'call-a',
      state: 'dialing',
      connectContactId: 'cc-a',
      requestId: 'msg-call-a',
      version: 2,
    };
    expect(await calls.find('call-a')).toMatchObject(expected);
    expect(await calls.findByConnectContact('cc-a')).toMatchObject(expected);
    expect(await calls.get(keyOf('call-a'))).toMatchObject(expected);
    expect(await calls.listByOpportunity(KEY)).toMatchObject([expected]);
    expect(await calls.find('call-nowhere')).toBeUndefined();
  });

  it('is the same record whichever of projection and contact event is written first', async () => {
    const writers = {
      projection: (id: string) => calls.change(keyOf(id), projection(id), (call) => call),
      event: (id: string) => calls.change(keyOf(id), stub(id, `cc-${id}`), dial),
    };
    await writers.projection('call-b');
    const eventLast = await writers.event('call-b');
    await writers.event('call-c');
    const projectionLast = await writers.projection('call-c');
    expect(eventLast?.call).toMatchObject({ requestId: 'msg-call-b', connectContactId: 'cc-call-b', state: 'dialing' });
    const renamed = JSON.parse(JSON.stringify(projectionLast?.call).replaceAll('call-c', 'call-b'));
    expect(renamed).toEqual(eventLast?.call);
    expect(await writers.event('call-b')).toMatchObject({ changed: false });
    expect(await writers.projection('call-b')).toMatchObject({ changed: false, call: { version: 2 } });
  });

  it('that nobody has asked for is not made up', async () => {
    expect(await calls.change(keyOf('call-none'), undefined, dial)).toBeUndefined();
  });

  it('changes in one put when it was just read, and reads again only when somebody was faster', async () => {
    await calls.change(keyOf('call-d'), projection('call-d'), (call) => call);
    const known = await calls.find('call-d');
    const first = await test.measure(() => calls.change(keyOf('call-d'), undefined, dial, known));
    expect(first.operations).toEqual(['PutItem']);
    const answer = (call: StoredCall) => advance(call, { state: 'answered', at: later(2) });
    const second = await test.measure(() => calls.change(keyOf('call-d'), undefined, answer, known));
    expect(second.operations).toEqual(['PutItem', 'PutItem']);
    expect(second.result).toMatchObject({
      changed: true,
      call: { state: 'answered', dialingAt: later(1), version: 3 },
    });
  });

  it('loses nothing when ten writers meet', async () => {
    await calls.change(keyOf('call-e'), projection('call-e'), (call) => call);
    const states = ['queued', 'dialing', 'answered', 'with_agent', 'ended', 'completed'] as const;
    await Promise.all(
      [...states, ...states.slice(2)].map((state, index) =>
        calls.change(keyOf('call-e'), undefined, (call) => advance(call, { state, at: later(index % states.length) })),
      ),
    );
    const call = await calls.get(keyOf('call-e'));
    expect(call?.history.map(({ state }) => state)).toEqual(['requested', ...states]);
    expect(call?.state).toBe('completed');
  });

  it("appears in its agent's list, newest first, in pages", async () => {
    for (let minute = 0; minute < 60; minute += 1) {
      const call = projection(`call-p${minute}`, { agentUsername: 'ben#1', requestedAt: later(minute) });
      await calls.change(keyOf(call.callId), call, (same) => same);
    }
    const first = await calls.listByAgent('ben#1');
    const second = await calls.listByAgent('ben#1', first.cursor);
    const ids = [...first.calls, ...second.calls].map(({ callId }) => callId);
    expect(ids).toEqual(Array.from({ length: 60 }, (_, index) => `call-p${59 - index}`));
    expect(second.cursor).toBeUndefined();
    await expect(calls.listByAgent('ana', first.cursor)).rejects.toMatchObject({ code: 'invalid-fields' });
  });

  it('that waits stands before those that were, and among them again once it is made', async () => {
    const waits = { state: 'scheduled' as const, reason: 'not-before' as const, dueAt: later(10_000) };
    for (const call of [
      projection('call-w1', { ...waits, agentUsername: 'cleo', requestedAt: later(1) }),
      projection('call-w2', { agentUsername: 'cleo', requestedAt: later(2) }),
    ]) {
      await calls.change(keyOf(call.callId), call, (same) => same);
    }
    const order = async () => (await calls.listByAgent('cleo')).calls.map(({ callId }) => callId);
    expect(await order()).toEqual(['call-w1', 'call-w2']);
    await calls.change(keyOf('call-w1'), undefined, (call) => advance(call, { state: 'dialing', at: later(3) }));
    expect(await order()).toEqual(['call-w2', 'call-w1']);
  });

  it('is part of its opportunity’s context, without what is only ours', async () => {
    const opportunities = dynamodbOpportunityStore(test.table);
    await opportunities.project(KEY, { opportunity: opportunity(), contacts: [], documents: [] }, AT);
    const context = await opportunities.loadContext(KEY);
    expect(context?.calls.find(({ callId }) => callId === 'call-a')).toMatchObject({ state: 'dialing' });
    expect(JSON.stringify(context)).not.toContain('msg-call-a');
  });
});
