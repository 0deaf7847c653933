import { beforeEach, describe, expect, it } from 'vitest';
import type { ReadMessage } from '../../../functions/core/contracts/queue-messages.ts';
import { callIdOf } from '../../../functions/core/ids.ts';
import { READ_ATTEMPTS } from '../../../functions/core/policy.ts';
import type { OpportunityRead } from '../../../functions/core/ports/crm.ts';
import { readOpportunity } from '../../../functions/core/use-cases/read-opportunity.ts';
import { receiveNotices } from '../../../functions/core/use-cases/receive-notices.ts';
import { callRequested } from '../../functions/support/call-requested.ts';
import { noErasing } from '../support/erasures-in-memory.ts';
import { portsInMemory } from '../support/ports-in-memory.ts';

const source = {
  ...{ id: 'demo-crm', kind: 'generic' as const, callbackUrl: 'https://crm.example/hooks', documentHosts: [] },
  callingHours: { start: '08:00', end: '21:00' },
};
const { opportunity, contacts, documents } = callRequested().data;
const person = contacts[0] ?? expect.fail();
const callId = callIdOf('demo-crm', 'e-1');

let memory: ReturnType<typeof portsInMemory>;
let reads: ReadMessage[];
let remembered: Map<string, string>;
let crmSays: OpportunityRead;
beforeEach(() => {
  memory = portsInMemory();
  reads = [];
  remembered = new Map();
  crmSays = { outcome: 'read', data: { opportunity, contacts, documents } };
});

const receive = (notices: Parameters<ReturnType<typeof receiveNotices>>[1]) =>
  receiveNotices({
    ...memory.ports,
    files: { linkForUpload: async () => ({ url: 'https://files.example/', headers: {} }) },
    doNotCall: { ...memory.ports.doNotCall, change: async () => undefined },
    ...noErasing,
    reads: { send: async (messages) => void reads.push(...messages) },
  })(source, notices);

const read = (attempt = 1) =>
  readOpportunity({
    ...memory.ports,
    records: { remember: async (_key, subjectId, recordId) => void remembered.set(subjectId, recordId) },
    readings: { note: async () => undefined },
    sources: new Map([[source.id, source]]),
    readerOf: () => ({
      read: async () => crmSays,
      usernameOf: async (crmUserId) => (crmUserId === 'u-1' ? 'ana' : undefined),
    }),
  })(reads[0] ?? expect.fail('nothing is to be read'), attempt);

const asked = (call = {}) => [
  { requestId: 'e-1', read: { opportunityId: opportunity.id, call: { agent: { crmUserId: 'u-1' }, ...call } } },
];
const call = () => memory.state.calls.get(callId);

describe('a CRM that only says that there is a call to be made', () => {
  it('is answered at once: the call is on record, and what to read is durable as ids', async () => {
    expect(await receive(asked({ contactId: person.id }))).toEqual([{ callId, status: 'requested' }]);
    expect(call()).toMatchObject({ state: 'requested', contactId: person.id });
    expect(memory.state.roundTrips).toBe(1);
    expect(reads).toHaveLength(1);
    expect(JSON.stringify(reads)).not.toMatch(/Dana|\+1415/);
  });

  it('gets the call, with what it says about the opportunity', async () => {
    await receive(asked());
    expect(await read()).toEqual({ outcome: 'done' });
    expect(memory.state.orders).toMatchObject([{ clientToken: callId, phone: person.phones[0]?.number }]);
    expect(memory.state.projections).toEqual([opportunity.id]);
    expect(call()).toMatchObject({ agentUsername: 'ana', contactName: person.name });
    await read();
    expect(memory.state.orders).toHaveLength(1);
  });

  it('is not surprised: a call that was told as failed is not dialled when its event comes again, and is told once more', async () => {
    await receive(asked());
    crmSays = { outcome: 'gone', detail: 'status-404' };
    await read();
    expect(call()).toMatchObject({ state: 'failed', reason: 'opportunity-not-found' });
    const [told, ...more] = memory.state.writeBacks;
    expect(more).toEqual([]);
    crmSays = { outcome: 'read', data: { opportunity, contacts, documents } };
    await receive(asked());
    expect(await read()).toEqual({ outcome: 'done' });
    expect(memory.state.orders).toEqual([]);
    expect(call()).toMatchObject({ state: 'failed' });
    expect(memory.state.writeBacks).toEqual([told, told]);
  });

  it('may say more than a request can hold: all of it is stored, and the call is made', async () => {
    const notes = 'x'.repeat(400);
    const crowd = Array.from({ length: 400 }, (_, index) => ({ ...person, id: `p-${index}`, attributes: { notes } }));
    crmSays = { outcome: 'read', data: { opportunity, contacts: [...crowd, person], documents } };
    await receive(asked({ contactId: person.id }));
    expect(await read()).toEqual({ outcome: 'done' });
    expect(memory.state.orders).toHaveLength(1);
    const [request] = memory.state.requests.values();
    expect(request?.message.contacts).toEqual([expect.objectContaining({ id: person.id })]);
    expect(memory.state.projections).toEqual([opportunity.id, opportunity.id]);
  });

  it('gets it for the opportunity’s owner when it names nobody, and written to the record that asked', async () => {
    await receive([{ requestId: 'e-1', read: { opportunityId: opportunity.id, call: { recordId: 'crm-call-7' } } }]);
    await read();
    expect(call()).toMatchObject({ agentUsername: opportunity.owner?.username });
    expect(remembered.get(callId)).toBe('crm-call-7');
  });

  it('chooses the number by the name that the CRM has for it', async () => {
    const phones = [...person.phones, { number: '+14155550177', label: 'assistant' }];
    crmSays = { outcome: 'read', data: { opportunity, documents, contacts: [{ ...person, phones }] } };
    await receive(asked({ contactId: person.id, phoneLabel: 'assistant' }));
    await read();
    expect(memory.state.orders).toMatchObject([{ phone: '+14155550177' }]);
  });

  it.each<[string, OpportunityRead, string]>([
    ['has no such opportunity', { outcome: 'gone', detail: 'status-404' }, 'opportunity-not-found'],
    ['does not let us in', { outcome: 'refused', detail: 'status-401' }, 'crm-refused'],
    ['answers what makes no sense', { outcome: 'unusable', detail: 'status-200' }, 'crm-answer-unusable'],
    [
      'answers what no call request may say',
      { outcome: 'read', data: { opportunity: { ...opportunity, name: '' }, contacts, documents } },
      'crm-answer-unusable',
    ],
    [
      'has nobody with a number',
      { outcome: 'read', data: { opportunity, documents, contacts: [{ ...person, phones: [] }] } },
      'no-number',
    ],
  ])('that %s, gets the reason: the call is not stuck', async (_name, says, reason) => {
    crmSays = says;
    await receive(asked());
    expect(await read()).toEqual({ outcome: 'done' });
    expect(call()).toMatchObject({ state: 'failed', reason });
    expect(memory.state.writeBacks).toMatchObject([{ type: 'call.failed', callId }]);
    expect(memory.state.orders).toEqual([]);
  });

  it.each([
    ['a person whom the opportunity does not have', { contactId: 'c-99' }, 'contact-not-found'],
    ['a user who is no agent', { agent: { crmUserId: 'u-2' } }, 'agent-unknown'],
  ])('for %s, gets the reason', async (_name, wish, reason) => {
    await receive(asked(wish));
    await read();
    expect(call()).toMatchObject({ state: 'failed', reason });
  });

  it('that does not answer is asked again, until nobody waits for the call any more', async () => {
    crmSays = { outcome: 'unavailable', status: 503, retryAfter: 7_000 };
    await receive(asked());
    expect(await read()).toEqual({ outcome: 'later', retryAfter: 7_000 });
    expect(call()?.state).toBe('requested');
    expect(await read(READ_ATTEMPTS)).toEqual({ outcome: 'done' });
    expect(call()).toMatchObject({ state: 'failed', reason: 'crm-unavailable' });
  });
});

describe('a CRM that only says that an opportunity has changed', () => {
  const changed = (eventId: string, opportunityId = opportunity.id) => ({
    requestId: eventId,
    read: { opportunityId },
  });

  it('is read once for all the fields that it tells one by one', async () => {
    await receive([changed('e-1'), changed('e-2'), changed('e-3', 'opp-2')]);
    expect(reads.map(({ opportunityId }) => opportunityId)).toEqual([opportunity.id, 'opp-2']);
    expect(await read()).toEqual({ outcome: 'done' });
    expect(memory.state.projections).toEqual([opportunity.id]);
    expect(memory.state.orders).toEqual([]);
  });

  it('is not read into an opportunity that was erased meanwhile', async () => {
    await receive([changed('e-1')]);
    const at = memory.state.now.toISOString();
    memory.state.erased.set(`demo-crm ${opportunity.id}`, { at, markedAt: at });
    expect(await read()).toEqual({ outcome: 'dropped' });
    expect(memory.state.projections).toEqual([]);
  });
});
