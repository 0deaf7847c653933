import { describe, expect, it } from 'vitest';
import { dynamodbOpportunityStore } from '#adapters/dynamodb-opportunity-store.ts';
import { api, call, count, key, services, test, useAgentApi } from './support/agent-api.ts';
import { ask } from './support/http-event.ts';
import { AT, contact, later, opportunity } from './support/opportunities.ts';

useAgentApi();

describe('GET /opportunities/{sourceId}/{opportunityId}', () => {
  it('answers with the whole context after one query', async () => {
    const answer = await ask(api.loadContext, 'GET', { path: key });
    expect(answer.status).toBe(200);
    expect(services.seen.operations).toEqual(['dynamodb:Query']);
    expect(answer.body).toMatchObject({
      ...{
        opportunity: { name: 'Fleet renewal 2027' },
        contacts: [{ id: 'c-1', version: 1 }],
        documents: [{ id: 'd-1' }],
      },
      ...{ calls: [], activity: [] },
    });
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-correlation-id': 'request-1' });
  });

  it('says what the source’s CRM takes, on every page and for a call, and nothing for a source that is not configured', async () => {
    const all = { contacts: { add: 'crm', fields: { role: 'crm' } }, documents: { add: 'crm' }, calls: { log: 'crm' } };
    expect((await ask(api.loadContext, 'GET', { path: key })).body).toMatchObject({ capabilities: all });
    await call('call-cap', 'dialing');
    const ofCall = await ask(api.loadContext, 'GET', { path: { connectContactId: 'cc-call-cap' } });
    expect(ofCall.body).toMatchObject({ context: { capabilities: all } });
    const gone = { sourceId: 'gone-crm', opportunityId: 'o-1' };
    const data = { opportunity: opportunity({ id: 'o-1' }), contacts: [], documents: [] };
    await dynamodbOpportunityStore(test.table).project(gone, data, AT);
    expect((await ask(api.loadContext, 'GET', { path: gone })).body).not.toHaveProperty('capabilities');
  });

  it('is 404 for an unknown opportunity, 403 for a person who is no agent, 422 for a foreign cursor', async () => {
    const unknown = await ask(api.loadContext, 'GET', { path: { ...key, opportunityId: 'nowhere' } });
    expect(unknown).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(await ask(api.loadContext, 'GET', { path: key, claims: { sub: 'x' } })).toMatchObject({ status: 403 });
    const cursor = await ask(api.loadContext, 'GET', { path: key, query: { cursor: 'made-up' } });
    expect(cursor).toMatchObject({ status: 422, body: { errors: [{ field: 'cursor' }] } });
  });
});

describe('GET /calls/by-connect-contact/{connectContactId}/context', () => {
  const ofCall = (connectContactId: string) => ask(api.loadContext, 'GET', { path: { connectContactId } });

  it('finds a call of ours by its Connect id, in two round trips', async () => {
    await call('call-ctx', 'dialing');
    const answer = await ofCall('cc-call-ctx');
    expect(answer.body).toMatchObject({ found: 'one', callId: 'call-ctx', context: { contacts: [{ id: 'c-1' }] } });
    expect(services.seen.inSequence).toBe(2);
  });

  it('finds a call without a record by its attributes, else by the number', async () => {
    services.contacts.set('cc-attr', { attributes: { ...key, callId: 'call-attr' } });
    expect((await ofCall('cc-attr')).body).toMatchObject({ found: 'one', callId: 'call-attr' });

    const phone = `+4930${count}5501`;
    const data = {
      opportunity: opportunity({ id: key.opportunityId }),
      contacts: [contact('c-7', { phones: [{ number: phone }] }), contact('c-8', { phones: [{ number: phone }] })],
      documents: [],
    };
    await dynamodbOpportunityStore(test.table).project(key, data, later(1));
    services.contacts.set('cc-phone', { contact: { CustomerEndpoint: { Address: phone } } });
    expect((await ofCall('cc-phone')).body).toMatchObject({
      found: 'one',
      context: { opportunity: { id: key.opportunityId } },
    });

    const second = { sourceId: 'other-crm', opportunityId: 'z' };
    await dynamodbOpportunityStore(test.table).project(
      second,
      { ...data, opportunity: opportunity({ id: 'z', name: 'Z' }) },
      AT,
    );
    const several = (await ofCall('cc-phone')).body;
    expect(several).toMatchObject({ found: 'several', phone });
    expect(several.matches).toHaveLength(4);
    services.contacts.set('cc-nobody', { contact: { CustomerEndpoint: { Address: '+19995550000' } } });
    expect((await ofCall('cc-nobody')).body).toEqual({ found: 'none', phone: '+19995550000', matches: [] });
  });

  it('finds a transferred call by the id of a later leg, whether Connect gives its attributes or not', async () => {
    await call('call-moved', 'answered');
    for (const [leg, attributes] of [['cc-leg-2', undefined] as const, ['cc-leg-3', {}] as const]) {
      services.contacts.set(leg, {
        ...(attributes !== undefined && { attributes }),
        contact: { Id: leg, InitialContactId: 'cc-call-moved', PreviousContactId: 'cc-call-moved' },
      });
      const answer = await ofCall(leg);
      expect(answer.body).toMatchObject({ found: 'one', callId: 'call-moved', context: { contacts: [{ id: 'c-1' }] } });
    }
  });

  it('is 404 for a call that Connect does not know', async () => {
    expect(await ofCall('cc-unknown')).toMatchObject({ status: 404 });
  });
});
