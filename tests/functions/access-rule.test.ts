/** `desktop.access: 'own'`, through the real handlers and stores: what an agent's answers tell, and what they do not. */
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbAdmissions } from '#adapters/dynamodb-admissions.ts';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { dynamodbOpportunityStore } from '#adapters/dynamodb-opportunity-store.ts';
import { digestId } from '#core/ids.ts';
import { DAY, HOUR } from '#core/policy.ts';
import type { StoredCall } from '#core/ports/call-store.ts';
import { api, services, test, useAgentApi } from './support/agent-api.ts';
import { type Asking, agentRequests, type Deal, storeDeal, storeUnknown } from './support/agent-routes.ts';
import { ask } from './support/http-event.ts';
import { type IdentityProvider, startIdentityProvider } from './support/identity-provider.ts';
import { AT, later, opportunity } from './support/opportunities.ts';
import { itemsOf } from './support/table-dump.ts';

let provider: IdentityProvider;
beforeAll(async () => {
  provider = await startIdentityProvider();
});
afterAll(() => provider.stop());
useAgentApi(() => provider.issuer, { rule: 'own', supervisors: 'team-leads' });

const as = async (username: string, groups?: readonly string[]): Promise<Asking> => ({
  // An HTTP API's authorizer hands lists over as text; a token has the list itself.
  claims: { username, ...(groups && { 'cognito:groups': `[${groups.join(' ')}]` }) },
  headers: await provider.bearer({ claims: { username, ...(groups && { 'cognito:groups': groups }) } }),
});
const untimed = (body: unknown): unknown =>
  JSON.parse(JSON.stringify(body ?? null), (name, value) => (name === 'askedAt' ? undefined : value));
const isList = (route: string): boolean =>
  route === 'GET /opportunities' || route === 'GET /calls' || /\/crm[-/]opportunities$/.test(route);
let deals = 0;
const deal = (owner: string | undefined, by = 'somebody') => {
  deals += 1;
  return storeDeal(`own${deals}`, owner, by);
};
const lines = (event: string): Record<string, unknown>[] =>
  services.log.map((line): Record<string, unknown> => JSON.parse(line)).filter((line) => line.event === event);
const audited = ({ key }: Deal) => ({ sourceId: 'demo-crm', opportunityId: `sha256-${digestId(key.opportunityId)}` });
const load = async (of: Deal, who: Asking) => ask(api.loadContext, 'GET', { path: { ...of.key }, claims: who.claims });
const addCall = (of: Deal, changes: Partial<StoredCall>) => {
  const callId = `call-${of.secret}-more`;
  const call: StoredCall = {
    ...{ ...of.key, callId, direction: 'inbound', state: 'ended', requestedAt: AT, history: [], version: 0 },
    ...changes,
  };
  return dynamodbCallStore(test.table).change(call, call, (known) => known);
};

/** What may tie an agent to an opportunity, each by itself. */
const TIES: Readonly<Record<string, (of: Deal, username: string) => Promise<unknown>>> = {
  'has asked for one of its calls': (of, agentUsername) => addCall(of, { agentUsername }),
  'has taken one of its calls': (of, takenBy) => addCall(of, { takenBy }),
  'has passed one of its calls on': (of, takenBy) => addCall(of, { takenBy: 'else', legs: { one: { takenBy } } }),
  'previews one of its calls': (of, agentUsername) =>
    addCall(of, { preview: { connectContactId: 't', agentUsername } }),
  'was let in by a call at hand': (of, username) =>
    dynamodbAdmissions(test.table).letIn(of.key, username, {
      ...{ connectContactId: `cc-of-${username}`, openUntil: new Date(Date.now() + HOUR) },
      renewableUntil: new Date(Date.now() + DAY),
    }),
};

describe('an agent', () => {
  it.each(Object.entries(TIES))('who %s may use every route of it', async (_, tie) => {
    for (const { route, request } of agentRequests()) {
      const of = await deal('ben');
      await tie(of, 'ana');
      services.reset();
      const { status } = await request.ask(of, await as('ana'));
      expect([route, status]).toEqual([route, expect.toSatisfy((code: number) => code < 300 || code === 409)]);
    }
  });

  it('whom nothing ties to it gets the same answer as for one that does not exist, on every route, and changes nothing', async () => {
    const nina = await as('nina');
    const asked = [];
    for (const one of agentRequests()) asked.push({ ...one, of: await deal('ben') });
    const nowhere = { ...(await deal('ben')), key: { sourceId: 'demo-crm', opportunityId: 'nowhere' } };
    await storeUnknown(nowhere.key);
    const no = { callId: 'no-1', waitingId: 'no-2', previewId: 'no-3', connectContactId: 'no-4', phone: '+4930000' };
    // How often an agent asks is counted for the agent, whatever comes of it.
    const stored = async () => (await itemsOf(test.table)).filter(({ pk }) => !String(pk).endsWith('SEARCHES#nina'));
    const before = await stored();
    for (const { route, request, of } of asked) {
      services.reset();
      const hidden = await request.ask(of, nina);
      expect([route, lines('record-accessed')]).toEqual([route, []]);
      expect([route, services.messages, services.updatedAttributes, services.stopped]).toEqual([route, [], [], []]);
      const told = lines('record-refused');
      if (isList(route)) expect(hidden.body).toMatchObject(route === 'GET /calls' ? { calls: [] } : { matches: [] });
      else expect([route, told.length]).not.toEqual([route, 0]);
      for (const line of told) expect(line).toMatchObject({ ...audited(of), by: 'nina', route });
      const unknown = await request.ask({ ...nowhere, ...no }, nina);
      expect([route, hidden.status, untimed(hidden.body)]).toEqual([route, unknown.status, untimed(unknown.body)]);
    }
    expect(await stored()).toEqual(before);
  }, 60_000);

  it('who is a supervisor may use every route of every opportunity', async () => {
    for (const { route, request } of agentRequests()) {
      const of = await deal('ben');
      const { status } = await request.ask(of, await as('lea', ['sales', 'team-leads']));
      expect([route, status]).toEqual([route, expect.toSatisfy((code: number) => code < 300 || code === 409)]);
    }
    const of = await deal('ben');
    expect((await load(of, await as('lea', ['team-leads-2', 'sales']))).status).toBe(404);
  });

  it('loses sight of what is given to another owner', async () => {
    const of = await deal('ana');
    expect((await load(of, await as('ana'))).status).toBe(200);
    const given = { ...opportunity({ id: of.key.opportunityId, owner: { username: 'ben' } }) };
    await dynamodbOpportunityStore(test.table).project(
      of.key,
      { opportunity: given, contacts: [], documents: [] },
      later(5),
    );
    expect((await load(of, await as('ana'))).status).toBe(404);
  });
});

describe('no route answers with anything of an opportunity that the rule hides', () => {
  const AGENTS = ['ana', 'ben', 'cleo'] as const;
  const agent = fc.constantFrom(...AGENTS);
  const maybe = fc.option(agent, { nil: undefined });
  const ties = fc.array(fc.record({ tie: fc.constantFrom(...Object.keys(TIES)), who: agent }), { maxLength: 2 });

  it('whoever owns it, whoever has had its calls, and whoever asks', async () => {
    const requests = fc.constantFrom(...agentRequests());
    await fc.assert(
      fc.asyncProperty(
        maybe,
        ties,
        agent,
        fc.array(requests, { minLength: 4, maxLength: 4 }),
        async (owner, tied, who, asked) => {
          const of = await deal(owner);
          for (const { tie, who: whom } of tied.slice(0, 1)) await TIES[tie]?.(of, whom);
          const isTheirs = owner === who || tied.slice(0, 1).some((one) => one.who === who);
          for (const { route, request } of asked) {
            services.reset();
            const { body, status } = await request.ask(of, await as(who));
            if (isTheirs) expect([route, status]).toEqual([route, expect.toSatisfy((code: number) => code !== 500)]);
            else expect([route, JSON.stringify(body ?? '')]).toEqual([route, expect.not.stringContaining(of.secret)]);
            if (!isTheirs) expect(lines('record-accessed')).not.toContainEqual(expect.objectContaining(audited(of)));
          }
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);
});

describe('a call at hand', () => {
  const contextOf = async (of: Deal, username: string) =>
    ask(api.loadContext, 'GET', {
      path: { connectContactId: of.connectContactId },
      claims: (await as(username)).claims,
    });

  it('opens nothing to whom it does not ring, and nothing when Connect cannot be asked', async () => {
    const of = await deal('ben');
    services.atHand.set('ana', ['another']);
    expect((await contextOf(of, 'ana')).status).toBe(404);
    services.atHand.set('ana', [of.connectContactId]);
    services.refused.add('connect:GetCurrentUserData');
    expect((await contextOf(of, 'ana')).status).toBeGreaterThanOrEqual(500);
    expect((await load(of, await as('ana'))).status).toBe(404);
  });

  it('of a number that several opportunities know shows all of them to who has it, to others only their own', async () => {
    const [hidden, own] = [await deal('ben'), await deal('ana')];
    const phone = hidden.phone;
    const person = { id: 'c-9', name: 'Shared', phones: [{ number: phone }], group: 'stakeholder' as const };
    const shared = { ...person, primary: false, doNotCall: false, attributes: {} };
    const data = { opportunity: opportunity({ id: own.key.opportunityId }), contacts: [shared], documents: [] };
    await dynamodbOpportunityStore(test.table).project(own.key, data, later(2));
    services.contacts.set(`cc-in-${deals}`, { contact: { CustomerEndpoint: { Address: phone } } });
    const asked = async () => {
      const { claims } = await as('ana');
      return (await ask(api.loadContext, 'GET', { path: { connectContactId: `cc-in-${deals}` }, claims })).body;
    };
    services.atHand.delete('ana');
    expect((await asked()).matches).toMatchObject([{ opportunityId: own.key.opportunityId }]);
    expect((await load(hidden, await as('ana'))).status).toBe(404);
    services.atHand.set('ana', [`cc-in-${deals}`]);
    expect((await asked()).matches).toHaveLength(2);
    expect((await load(hidden, await as('ana'))).status).toBe(200);
    services.atHand.delete('ana');
    expect((await asked()).matches).toHaveLength(2);
  });
});

describe('what the rule costs', () => {
  const waves = async (work: () => Promise<unknown>) => {
    services.reset();
    await work();
    return services.seen.inSequence;
  };

  it('is no round trip more for reading one’s own, and none where the first step reads anyway', async () => {
    const of = await deal('otto', 'otto');
    const who = await as('otto');
    const path = { ...of.key, documentId: 'd-1' };
    expect(await waves(() => load(of, who))).toBe(1);
    expect(services.seen.operations).toEqual(['dynamodb:Query']);
    expect(await waves(() => ask(api.linkDocument, 'GET', { path, ...who }))).toBe(1);
    expect(await waves(() => ask(api.shareDocument, 'GET', { path, ...who }))).toBe(1);
    expect(await waves(() => ask(api.showCall, 'GET', { path: { callId: of.callId }, ...who }))).toBe(1);
    expect(await waves(() => ask(api.listCalls, 'GET', who))).toBe(1);
    const query = { q: of.secret };
    expect(await waves(() => ask(api.findOpportunities, 'GET', { query, ...who }))).toBe(1);
  });

  it('is one more for who has it by a call, for an edit, and for a search among others’ opportunities', async () => {
    const of = await deal('ben');
    await addCall(of, { takenBy: 'else', legs: { one: { takenBy: 'ana' } } });
    const who = await as('ana');
    expect(await waves(() => load(of, who))).toBe(2);
    expect(await waves(() => ask(api.showCall, 'GET', { path: { callId: of.callId }, ...who }))).toBe(2);
    expect(await waves(() => ask(api.findOpportunities, 'GET', { query: { phone: of.phone }, ...who }))).toBe(2);
    const edit = { path: { ...of.key, contactId: 'c-1' }, headers: { 'if-match': '"1"' }, body: { role: 'Champion' } };
    const open = await waves(() => ask(api.editContact, 'PATCH', { ...edit, claims: who.claims }));
    const lead = (await as('lea', ['team-leads'])).claims;
    const again = { ...edit, headers: { 'if-match': '"2"' }, body: { role: 'Buyer' }, claims: lead };
    expect(open).toBe((await waves(() => ask(api.editContact, 'PATCH', again))) + 1);
  });
});

describe('a search', () => {
  it('lists one’s own behind any number of others’', async () => {
    const store = dynamodbOpportunityStore(test.table);
    for (let number = 100; number < 180; number += 1) {
      const id = `many-${number}`;
      const owner = { username: number === 179 ? 'ana' : 'ben' };
      const data = { opportunity: opportunity({ id, name: `Many ${number}`, owner }), contacts: [], documents: [] };
      await store.project({ sourceId: 'other-crm', opportunityId: id }, data, AT);
    }
    const { claims } = await as('ana');
    const { body } = await ask(api.findOpportunities, 'GET', { query: { q: 'many' }, claims });
    expect(body.matches).toMatchObject([{ opportunityName: 'Many 179' }]);
  });

  it('lists nothing that was erased', async () => {
    const of = await deal('ana');
    const pk = `OPP#demo-crm#${encodeURIComponent(of.key.opportunityId)}`;
    await test.table.client.send(new DeleteCommand({ TableName: test.table.name, Key: { pk, sk: 'OPPORTUNITY' } }));
    const { claims } = await as('ana');
    expect((await ask(api.findOpportunities, 'GET', { query: { phone: of.phone }, claims })).body.matches).toEqual([]);
  });
});
