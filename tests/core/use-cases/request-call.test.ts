import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { hubspotSourceSchema, type Source } from '../../../functions/core/contracts/configuration.ts';
import { callIdOf } from '../../../functions/core/ids.ts';
import { requestCall } from '../../../functions/core/use-cases/request-call.ts';
import { callRequested } from '../../functions/support/call-requested.ts';
import { portsInMemory } from '../support/ports-in-memory.ts';

const generic = {
  ...{ id: 'demo-crm', kind: 'generic' as const, callbackUrl: 'https://crm.example/hooks', documentHosts: [] },
};
const source: Source = v.parse(hubspotSourceSchema, { id: 'demo-crm', kind: 'hubspot' });
const { opportunity, contacts } = callRequested().data;
const person = contacts[0] ?? expect.fail();
const key = { sourceId: source.id, opportunityId: opportunity.id };
const callId = callIdOf(source.id, 'desktop-ana-once');
const change = { version: 1, updatedAt: '2026-11-23T09:00:00.000Z', updatedBy: 'crm' };

describe('an agent who calls from a record that the CRM has made of the call', () => {
  const ask = async (part: { recordId?: string }, asked: Source = source) => {
    const { ports, state } = portsInMemory();
    const remembered: unknown[][] = [];
    const answer = await requestCall({
      ...ports,
      opportunities: { ...ports.opportunities, getOpportunity: async () => ({ ...opportunity, ...key, ...change }) },
      contacts: { ...ports.contacts, get: async () => ({ ...person, ...change, pendingWriteBackVersion: undefined }) },
      records: {
        remember: async (_key, subjectId, recordId, options) => {
          // Before anything can be told of the call: who tells first would make a second record.
          expect(state.orders).toEqual([]);
          remembered.push([subjectId, recordId, options]);
        },
      },
    })({
      ...{ source: asked, key, agentUsername: 'ana', idempotencyKey: 'once' },
      order: { contactId: person.id, mode: 'customer-first', ...part },
    });
    return { answer, remembered };
  };

  it('has it bound to the call before it is dialled', async () => {
    const { answer, remembered } = await ask({ recordId: '7001' });
    expect(answer.callId).toBe(callId);
    // Nobody has looked at it yet.
    expect(remembered).toEqual([[callId, '7001', { isUnproven: true }]]);
  });

  it('has none bound that was not named', async () => {
    expect((await ask({})).remembered).toEqual([]);
  });

  it.each([
    ['of a CRM whose pages make none', '7001', generic],
    ['with another CRM’s kind of id', '0000006f-0000-4000-8000-000000001001', source],
    ['that would lead elsewhere in the CRM', '../contacts/1', source],
  ])('is refused one %s', async (_what, recordId, asked) => {
    const refused = ask({ recordId }, asked);
    await expect(refused).rejects.toMatchObject({ code: 'invalid-fields', message: '1 field is wrong: recordId' });
  });
});
