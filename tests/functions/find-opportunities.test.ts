import { describe, expect, it } from 'vitest';
import { api, key, services, useAgentApi } from './support/agent-api.ts';
import { ask } from './support/http-event.ts';

useAgentApi();

describe('GET /opportunities', () => {
  it('finds by number with one index query, also when the plus was not encoded', async () => {
    const answer = await ask(api.findOpportunities, 'GET', { query: { phone: ' 14155550101' } });
    expect(answer.body.matches).toContainEqual({
      ...{
        ...key,
        opportunityName: 'Fleet renewal 2027',
        stage: 'Negotiation',
        contactId: 'c-1',
        contactName: 'Dana Reyes',
      },
    });
    expect(services.seen.operations).toEqual(['dynamodb:Query']);
  });

  it('finds by the beginning of a name in every source, and says when neither is given', async () => {
    const answer = await ask(api.findOpportunities, 'GET', { query: { q: ' fleet REN ' } });
    expect(answer.body.matches).toContainEqual(expect.objectContaining(key));
    expect(await ask(api.findOpportunities, 'GET')).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'phone' }] },
    });
    const wrong = await ask(api.findOpportunities, 'GET', { query: { phone: '030', q: '' } });
    expect(wrong.body.errors.map(({ field }) => field)).toEqual(['phone', 'q']);
  });
});
