/** What only the CRMs know, through the real function: beside one another, in time, and by the access rule. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { FlowEvent } from '#adapters/connect-flow-event.ts';
import { dynamodbAdmissions } from '#adapters/dynamodb-admissions.ts';
import { ALLOWED_PER_MINUTE } from '#core/policy.ts';
import { DEMO_OPPORTUNITIES } from '../../local/console/crm/opportunities.ts';
import { EspocrmDouble } from '../../local/crm/espocrm/espocrm-double.ts';
import { type ServedDouble, serveDouble } from './crm/support/crm-under-test.ts';
import { ask } from './support/http-event.ts';
import { sourcesFile } from './support/sources-file.ts';
import { startTestServices, type TestServices } from './support/test-services.ts';
import { startTestTable, type TestTable } from './support/test-table.ts';

const PHONE = '+14155550101';
const DEAL = DEMO_OPPORTUNITIES[0]?.name ?? '';
// The secret of these tests has no key of an API user.
const apiKey = '';
const fileOf = async () => new Uint8Array(1);
const [one, other] = [new EspocrmDouble({ apiKey, fileOf }), new EspocrmDouble({ apiKey, fileOf })];
let served: ServedDouble[];
let test: TestTable;
let services: TestServices;
let search: typeof import('../../functions/search-crm/handler.ts').handler;
let lookUp: typeof import('../../functions/look-up-contact-in-crm/handler.ts').handler;

beforeAll(async () => {
  served = await Promise.all([serveDouble(one), serveDouble(other)]);
  test = await startTestTable();
  services = await startTestServices(test, undefined, { rule: 'own', supervisors: 'team-leads' });
  const sources = ['one', 'other'].map((id, index) => ({
    ...{ id, kind: 'espocrm', apiUrl: served[index]?.origin, usernames: 'email-name', secretId: id },
  }));
  const says = { id: 'says-all', kind: 'generic', callbackUrl: 'https://crm.example/', secretId: 'x' };
  process.env.SOURCES_FILE = sourcesFile([...sources, says]);
  search = (await import('../../functions/search-crm/handler.ts')).handler;
  lookUp = (await import('../../functions/look-up-contact-in-crm/handler.ts')).handler;
});
afterAll(async () => {
  await services.stop();
  await Promise.all([test.stop(), ...served.map((server) => server.stop())]);
});
afterEach(() => {
  for (const double of [one, other]) double.failAlways(undefined);
  vi.useRealTimers();
  services.reset();
});

const claims = (username: string) => ({ username });
const lead = { username: 'mia', 'cognito:groups': '[team-leads]' };
const by = (query: Record<string, string>, as: Record<string, string> = lead) =>
  ask(search, 'GET', { query, claims: as });
const ofCall = (connectContactId: string, username: string) =>
  ask(search, 'GET', { path: { connectContactId }, claims: claims(username) });
const sourcesIn = ({ body }: Awaited<ReturnType<typeof by>>): readonly unknown[] =>
  body.matches.map((match) => Object(match).sourceId);
const lines = (event: string): Record<string, unknown>[] =>
  services.log.map((line): Record<string, unknown> => JSON.parse(line)).filter((line) => line.event === event);

describe('GET /crm/opportunities', () => {
  it('finds by number and by text what every CRM knows that can be asked', async () => {
    const found = await by({ phone: PHONE });
    expect(found).toMatchObject({ status: 200, body: { silent: [] } });
    expect(sourcesIn(found)).toEqual(['one', 'other']);
    expect(found.body.matches[0]).toMatchObject({ opportunityName: DEAL, contactName: 'Dana Reyes', owner: 'ana' });
    expect(sourcesIn(await by({ q: 'Dana' }))).toEqual(['one', 'other']);
    expect((await by({})).status).toBe(422);
  });

  it('hides nothing of one CRM for the failure of another, and says who did not answer and why', async () => {
    one.failAlways({ status: 503 });
    expect(await by({ phone: PHONE })).toMatchObject({
      ...{ status: 200, body: { matches: [{ sourceId: 'other' }] } },
      body: { silent: [{ sourceId: 'one', reason: 'crm-unavailable' }] },
    });
    one.failAlways({ status: 403 });
    other.failAlways('garbage');
    expect((await by({ q: 'fleet' })).body).toEqual({
      matches: [],
      silent: [
        { sourceId: 'one', reason: 'crm-refused' },
        { sourceId: 'other', reason: 'crm-answer-unusable' },
      ],
    });
  });

  it('says of a CRM that has answered too many requests that it is busy, to the agent and in the log', async () => {
    one.failAlways({ status: 429, retryAfter: 7 });
    expect((await by({ q: 'fleet' })).body).toMatchObject({ silent: [{ sourceId: 'one', reason: 'crm-busy' }] });
    expect(lines('crm-not-searched')).toMatchObject([{ sourceId: 'one', detail: 'status-429' }]);
  });

  it('waits for nobody longer than for somebody whose phone rings', async () => {
    one.failAlways({ afterMs: 8_000 });
    const began = performance.now();
    const found = await by({ phone: PHONE });
    expect(performance.now() - began).toBeLessThan(4_000);
    expect(found).toMatchObject({ body: { silent: [{ sourceId: 'one', reason: 'crm-unavailable' }] } });
    expect(sourcesIn(found)).toEqual(['other']);
  });

  it('does not ask again for five minutes for a number that is not known', async () => {
    const unknown = { phone: '+14155559999' };
    await by(unknown);
    const asked = one.requests;
    expect((await by(unknown)).body).toEqual({ matches: [], silent: [] });
    expect(one.requests).toBe(asked);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 301_000 });
    await by(unknown);
    expect(one.requests).toBeGreaterThan(asked);
  });

  it('does not remember for a CRM that has not answered that it knew nobody', async () => {
    const phone = '+14155550102';
    one.failAlways({ status: 503 });
    await by({ phone });
    one.failAlways(undefined);
    expect(sourcesIn(await by({ phone }))).toEqual(['one', 'other']);
  });

  it('shows an agent what is theirs, and nothing of others’, and audits what it shows', async () => {
    expect(sourcesIn(await by({ phone: PHONE }, claims('ana')))).toEqual(['one', 'other']);
    expect(lines('record-accessed')).toHaveLength(2);
    services.reset();
    expect((await by({ phone: PHONE }, claims('ben'))).body).toEqual({ matches: [], silent: [] });
    expect((await by({ q: 'Dana Reyes' }, claims('ben'))).body.matches).toEqual([]);
    expect(lines('record-accessed')).toEqual([]);
  });

  it('asks one source’s CRM alone where only that one’s answer is wanted', async () => {
    const asked = one.requests;
    expect(sourcesIn(await by({ phone: PHONE, sourceId: 'other' }))).toEqual(['other']);
    expect(one.requests).toBe(asked);
    expect(await by({ phone: PHONE, sourceId: 'nowhere' })).toMatchObject({ status: 404 });
    // It sends everything by itself.
    expect((await by({ phone: PHONE, sourceId: 'says-all' })).body).toEqual({ matches: [], silent: [] });
  });

  it('writes neither number, nor name, nor what was typed into its log', async () => {
    one.failAlways({ status: 503 });
    await by({ phone: PHONE });
    await by({ q: 'Dana Reyes' });
    expect(services.log.join('')).not.toMatch(/Dana|Reyes|4155550101|Fleet/);
    expect(lines('crm-not-searched').length).toBeGreaterThan(0);
  });
});

describe('GET /calls/by-connect-contact/{connectContactId}/crm-opportunities', () => {
  it('knows by the call’s number, and opens what it finds to the agent at whom it rings', async () => {
    const key = { sourceId: 'one', opportunityId: 'opp-1001' };
    services.contacts.set('cc-rings', { contact: { Id: 'cc-rings', CustomerEndpoint: { Address: PHONE } } });
    expect((await ofCall('cc-rings', 'ben')).body).toEqual({ matches: [], silent: [] });
    services.atHand.set('ben', ['cc-rings']);
    expect(sourcesIn(await ofCall('cc-rings', 'ben'))).toEqual(['one', 'other']);
    expect((await dynamodbAdmissions(test.table).look(key, 'ben')).hasCall).toBe(true);
    expect((await dynamodbAdmissions(test.table).look(key, 'eve')).hasCall).toBe(false);
  });

  it('knows nothing of a call without a number, or that Connect does not know', async () => {
    services.contacts.set('cc-hidden', { contact: { Id: 'cc-hidden' } });
    services.atHand.set('ben', ['cc-hidden', 'cc-nowhere']);
    for (const id of ['cc-hidden', 'cc-nowhere']) {
      expect(await ofCall(id, 'ben')).toMatchObject({ status: 200, body: { matches: [], silent: [] } });
    }
  });
});

describe('an agent, or a page, that searches in a loop', () => {
  /** At 40 s of a minute that no other test has searched in. */
  const at = (minutes: number): void => {
    const now = (Math.ceil(Date.now() / 60_000) + minutes) * 60_000 + 40_000;
    vi.useFakeTimers({ toFake: ['Date'], now });
  };
  const operations = () => services.seen.operations.filter((name) => !name.startsWith('secretsmanager'));
  const requests = () => one.requests + other.requests;
  async function loop(times: number, search: () => Promise<{ readonly status: number }>): Promise<Set<number>> {
    const statuses = new Set<number>();
    for (let time = 0; time < times; time += 1) statuses.add((await search()).status);
    return statuses;
  }

  it('is told to wait until the next minute, at the cost of one request to the store and none to a CRM', async () => {
    at(10);
    const search = () => by({ q: 'Zzyzx' }, claims('eve'));
    expect(await loop(ALLOWED_PER_MINUTE.searches, search)).toEqual(new Set([200]));
    services.reset();
    const asked = requests();
    expect(await search()).toMatchObject({
      ...{ status: 429, headers: { 'content-type': 'application/problem+json', 'retry-after': '20' } },
      body: { code: 'too-many-requests', detail: expect.stringContaining('minute') },
    });
    expect(operations()).toEqual(['dynamodb:UpdateItem']);
    expect(requests()).toBe(asked);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 20_000 });
    expect((await search()).status).toBe(200);
  });

  it('keeps neither others from searching, nor the own calls from being looked up', async () => {
    at(20);
    const [asEve, asMia] = [claims('eve'), lead];
    await loop(ALLOWED_PER_MINUTE.searches, () => by({ q: 'Zzyzx' }, asEve));
    expect((await by({ phone: PHONE }, asEve)).status).toBe(429);
    expect(sourcesIn(await by({ phone: PHONE }, asMia))).toEqual(['one', 'other']);
    services.contacts.set('cc-eve', { contact: { Id: 'cc-eve', CustomerEndpoint: { Address: PHONE } } });
    services.atHand.set('eve', ['cc-eve']);
    expect(sourcesIn(await ofCall('cc-eve', 'eve'))).toEqual(['one', 'other']);
  });

  it('is refused for calls before Connect is asked, which counts its requests too', async () => {
    at(30);
    expect(await loop(ALLOWED_PER_MINUTE['call-searches'], () => ofCall('cc-none', 'eve'))).toEqual(new Set([200]));
    services.reset();
    expect(await ofCall('cc-none', 'eve')).toMatchObject({ status: 429, headers: { 'retry-after': '20' } });
    expect(operations()).toEqual(['dynamodb:UpdateItem']);
  });

  it('costs who does not one request to the store, before the CRMs are asked', async () => {
    at(40);
    services.reset();
    await by({ q: 'Zzyzx' });
    expect(operations()).toEqual(['dynamodb:UpdateItem']);
    services.reset();
    await by({ phone: PHONE, sourceId: 'one' });
    // And whether the CRM has just not known the number.
    expect(operations()).toEqual(['dynamodb:UpdateItem', 'dynamodb:GetItem']);
    expect(services.seen.inSequence).toBe(2);
  });

  it('whose searches are not understood is not counted', async () => {
    at(50);
    await loop(ALLOWED_PER_MINUTE.searches + 1, () => by({}, claims('eve')));
    expect((await by({ q: 'Zzyzx' }, claims('eve'))).status).toBe(200);
  });
});

describe('a contact flow that may ask the CRMs', () => {
  const look = (phone: string) =>
    lookUp({
      Details: { ContactData: { CustomerEndpoint: { Address: phone } }, Parameters: {} },
    } as unknown as FlowEvent);
  const OF_CRM = { sourceId: 'one', opportunityId: 'opp-1001', opportunityName: DEAL, ownerAgent: 'ana' };

  it('is told the opportunity and its owner when one CRM alone knows the caller, and that there are several otherwise', async () => {
    other.failAlways({ status: 503 });
    expect(await look(PHONE)).toMatchObject({
      found: 'true',
      reason: '',
      matches: '1',
      ...OF_CRM,
      contactName: 'Dana Reyes',
    });
    other.failAlways(undefined);
    expect(await look(PHONE)).toMatchObject({ found: 'false', reason: 'several', matches: '2', ...OF_CRM });
    expect(await look('+14155559998')).toMatchObject({ found: 'false', reason: 'no-match', opportunityId: '' });
  });

  it('has its answer before its own patience ends, whatever the CRMs do', async () => {
    for (const double of [one, other]) double.failAlways({ afterMs: 8_000 });
    const began = performance.now();
    expect(await look(PHONE)).toMatchObject({ found: 'false', reason: 'no-match' });
    expect(performance.now() - began).toBeLessThan(2_900);
  });
});
