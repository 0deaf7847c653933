import { describe, expect, it } from 'vitest';
import { callIdOf } from '../../../functions/core/ids.ts';
import { requestCall } from '../../../functions/core/use-cases/request-call.ts';
import { callRequested } from '../../functions/support/call-requested.ts';
import { portsInMemory } from '../support/ports-in-memory.ts';

const source = {
  ...{ id: 'demo-crm', kind: 'generic' as const, callbackUrl: 'https://crm.example/hooks', documentHosts: [] },
};
const { opportunity, contacts } = callRequested().data;
const person = contacts[0] ?? expect.fail();
const key = { sourceId: source.id, opportunityId: opportunity.id };
const callId = callIdOf(source.id, 'desktop-ana-once');
const change = { version: 1, updatedAt: '2026-11-23T09:00:00.000Z', updatedBy: 'crm' };

describe('an agent who calls from a record that the CRM has made of the call', () => {
  const ask = async (part: { recordId?: string }) => {
    const { ports, state } = portsInMemory();
    const remembered: string[][] = [];
    const answer = await requestCall({
      ...ports,
      opportunities: { ...ports.opportunities, getOpportunity: async () => ({ ...opportunity, ...key, ...change }) },
      contacts: { ...ports.contacts, get: async () => ({ ...person, ...change, pendingWriteBackVersion: undefined }) },
      records: {
        remember: async (_key, subjectId, recordId) => {
          // Before anything can be told of the call: who tells first would make a second record.
          expect(state.orders).toEqual([]);
          remembered.push([subjectId, recordId]);
        },
      },
    })({
      ...{ source, key, agentUsername: 'ana', idempotencyKey: 'once' },
      order: { contactId: person.id, mode: 'customer-first', ...part },
    });
    return { answer, remembered };
  };

  it('has it bound to the call before it is dialled', async () => {
    const { answer, remembered } = await ask({ recordId: '7001' });
    expect(answer.callId).toBe(callId);
    expect(remembered).toEqual([[callId, '7001']]);
  });

  it('has none bound that was not named', async () => {
    expect((await ask({})).remembered).toEqual([]);
  });
});
