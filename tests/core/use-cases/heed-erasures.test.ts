/** What was said before an erasure, or was under way when it came, does not bring anybody back; what is said later does. */
import { beforeEach, describe, expect, it } from 'vitest';
import { callIdOf } from '#core/ids.ts';
import type { Erasure } from '#core/ports/erasure.ts';
import { acceptCallRequest } from '#core/use-cases/accept-call-request.ts';
import { dialCall } from '#core/use-cases/dial-call.ts';
import { receiveSourceMessage } from '#core/use-cases/receive-source-message.ts';
import { callRequested } from '../../functions/support/call-requested.ts';
import { noErasing } from '../support/erasures-in-memory.ts';
import { portsInMemory } from '../support/ports-in-memory.ts';

let memory: ReturnType<typeof portsInMemory>;
beforeEach(() => {
  memory = portsInMemory();
});

const REQUEST = 'msg_1';
const callId = callIdOf('demo-crm', REQUEST);
const robin = { ...(callRequested().data.contacts[0] ?? expect.fail()), id: 'c-2', name: 'Robin Stay', phones: [] };
const data = (changes = {}) => {
  const { contacts, ...rest } = callRequested(changes).data;
  return { ...rest, contacts: [...contacts, robin] };
};
const seconds = (after: number) => new Date(Date.parse('2026-11-24T10:00:00.000Z') + after * 1_000).toISOString();
const ask = (saidAt: string, changes = {}) =>
  acceptCallRequest(memory.ports)({ source: { id: 'demo-crm' }, requestId: REQUEST, message: data(changes), saidAt });
const dial = () => dialCall(memory.ports)({ sourceId: 'demo-crm', requestId: REQUEST });
const erase = (subject: string, at: string, markedAt = at) =>
  memory.state.erased.set(`demo-crm ${subject}`, { at, markedAt } satisfies Erasure);
const receive = (type: 'opportunity.updated', timestamp: string) => {
  const { call: _call, ...opportunity } = data();
  return receiveSourceMessage({
    ...{ ...memory.ports, ...noErasing, files: memory.ports.files },
    doNotCall: { ...memory.ports.doNotCall, change: async () => undefined },
  })({ id: 'demo-crm', kind: 'generic', callbackUrl: 'https://crm.example/', documentHosts: [] }, 'msg_update', {
    type,
    timestamp,
    data: opportunity,
  });
};
const storedPeople = () => memory.state.projected.get('demo-crm opp-1001')?.contacts.map(({ id }) => id);
const request = () => memory.state.requests.get(`demo-crm ${REQUEST}`) ?? expect.fail('there is no request');
const isNamed = (held: unknown) => /Dana Reyes|14155550101/.test(JSON.stringify(held));
const later = (number: number) => {
  memory.state.now = new Date(memory.state.now.getTime() + number * 1_000);
};

describe('a call request', () => {
  it.each([
    ['person', 'person c-1'],
    ['person in the opportunity', 'opp-1001 c-1'],
    ['opportunity', 'opp-1001'],
  ])('that is older than the erasure of its %s calls nobody and keeps nothing', async (_what, subject) => {
    erase(subject, seconds(-10), seconds(-9));
    expect(await ask(seconds(-20))).toEqual({ callId, status: 'failed', reason: 'erased' });
    expect(memory.state.orders).toEqual([]);
    expect([isNamed(request()), isNamed([...memory.state.calls.values()]), storedPeople()]).toEqual([
      ...[false, false, undefined],
    ]);
    expect(await ask(seconds(-20))).toEqual({ callId, status: 'failed', reason: 'erased' });
    await dial();
    expect(memory.state.orders).toEqual([]);
  });

  it('that names the person later calls them', async () => {
    erase('person c-1', seconds(-10), seconds(-9));
    expect(await ask(seconds(-5))).toMatchObject({ status: 'dialing' });
    expect(storedPeople()).toEqual(['c-1', 'c-2']);
  });

  it('goes on without somebody else who was erased', async () => {
    erase('person c-2', seconds(-10), seconds(-9));
    expect(await ask(seconds(-20))).toMatchObject({ status: 'dialing' });
    expect(storedPeople()).toEqual(['c-1']);
    expect(request().message.contacts.map(({ id }) => id)).toEqual(['c-1']);
    expect(request().erasedAt).toBeUndefined();
  });

  it('that waits is ended, told, and empty when its time comes', async () => {
    await ask(seconds(-1), { call: { ...data().call, notBefore: seconds(300) } });
    expect(memory.state.calls.get(callId)?.state).toBe('scheduled');
    later(60);
    erase('person c-1', seconds(59), seconds(60));
    later(300);
    await dial();
    expect(memory.state.calls.get(callId)).toMatchObject({ state: 'failed', reason: 'erased', agentUsername: 'ana' });
    expect(isNamed([request(), memory.state.calls.get(callId)])).toBe(false);
    expect(memory.state.writeBacks.at(-1)).toMatchObject({ type: 'call.failed', callId });
    expect([memory.state.orders, request().answer]).toEqual([[], { status: 'failed', reason: 'erased' }]);
  });

  it('that an agent made just before is over as well, although no source has said it', async () => {
    const { call, ...opportunity } = data();
    await acceptCallRequest(memory.ports)({
      ...{ source: { id: 'demo-crm' }, requestId: REQUEST, fromDesktop: true },
      message: { ...opportunity, call: { ...call, notBefore: seconds(300) } },
    });
    later(1);
    erase('person c-1', seconds(-3_600), seconds(1));
    later(300);
    await dial();
    expect(memory.state.orders).toEqual([]);
  });
});

describe('what the source says of an opportunity', () => {
  it('before a person was erased does not bring them back, whenever it comes', async () => {
    erase('person c-1', seconds(-10), seconds(-9));
    expect(await receive('opportunity.updated', seconds(-20))).toMatchObject({ status: 'updated' });
    expect(storedPeople()).toEqual(['c-2']);
    await receive('opportunity.updated', seconds(-10));
    expect(storedPeople()).toEqual(['c-2']);
  });

  it('afterwards is its decision', async () => {
    erase('person c-1', seconds(-10), seconds(-9));
    await receive('opportunity.updated', '2026-11-24T11:59:55+02:00');
    expect(storedPeople()).toEqual(['c-1', 'c-2']);
  });

  it('before it was deleted is not stored', async () => {
    erase('opp-1001', seconds(-10), seconds(-9));
    expect(await receive('opportunity.updated', seconds(-20))).toEqual({ status: 'updated' });
    expect(memory.state.projections).toEqual([]);
  });
});
