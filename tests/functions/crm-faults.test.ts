/**
 * What can go wrong with a CRM, for every kind of CRM that is told apart by its API, through the real functions: each ends in a clear
 * state, no call is dialled twice or stuck, and each stands in the CRM's log once.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallReason } from '#core/contracts/call.ts';
import { READ_ATTEMPTS } from '#core/policy.ts';
import { type CrmOpportunity, DEMO_OPPORTUNITIES } from '../../local/console/crm/opportunities.ts';
import type { CrmFault } from '../../local/crm/crm-double.ts';
import { VENDORS } from '../../local/crm/vendors.ts';
import { started } from './support/cloud.ts';
import { type CrmCloud, startCrmCloud } from './support/crm-cloud.ts';

/** Nobody waits ten seconds for the test of a slow CRM. */
const PATIENCE = 1_000;
vi.mock('#core/policy.ts', async (original) => ({ ...(await original<object>()), CRM_TIMEOUT: 1_000 }));

const [TEMPLATE = expect.fail('there is no deal')] = DEMO_OPPORTUNITIES;
const [DANA = expect.fail('there is nobody')] = TEMPLATE.people;

/** Each fault has a deal and a person of its own. */
const DEALS: CrmOpportunity[] = [];
function deal(): string {
  const number = 4_001 + DEALS.length;
  const person = { ...DANA, id: `c-${number}`, phones: [{ number: `+1415556${number}`, label: 'mobile' }] };
  const { reportsTo: _nobody, ...dana } = person;
  const made = { ...TEMPLATE, id: `opp-${number}`, people: [dana], documents: [] };
  DEALS.push(made);
  return made.id;
}
const personOf = (dealId: string): string => dealId.replace('opp', 'c');

/** Over when somebody mends the CRM, or by itself. */
const PASSING: readonly (readonly [string, CrmFault])[] = [
  ['has had enough and says until when (429)', { status: 429, retryAfter: 7 }],
  ['has had enough (429)', { status: 429 }],
  ['is too slow', { afterMs: 3 * PATIENCE }],
  ['is down', 'no-answer'],
  ['fails (503)', { status: 503 }],
];
/** Nothing that asking again would mend. */
const LASTING: readonly (readonly [string, CrmFault])[] = [
  ['answers with a page for people', 'garbage'],
  ['answers with fields of other types', 'surprise'],
];
const UNUSABLE: readonly CallReason[] = [
  'crm-answer-unusable',
  'opportunity-not-found',
  'contact-not-found',
  'no-number',
];

const passing = PASSING.map(([what, fault]) => ({ what, fault, asking: deal(), telling: deal() }));
const lasting = LASTING.map(([what, fault]) => ({ what, fault, asking: deal() }));
const [expired, unending, deleted, hidden, deletedLater, replayed, altered] = Array.from({ length: 7 }, () => deal());

const merged = deal();
const ANOTHER = { ...DANA, id: 'c-9001', name: 'Dana Reyes-Hale', phones: [], primary: false, reportsTo: undefined };
DEALS[DEALS.length - 1] = { ...(DEALS.at(-1) ?? TEMPLATE), people: [...(DEALS.at(-1)?.people ?? []), ANOTHER] };

let crms: CrmCloud;
beforeAll(async () => {
  crms = await startCrmCloud(VENDORS.map((vendor) => ({ sourceId: vendor.kind, vendor, deals: DEALS, pageSize: 500 })));
});
afterAll(() => crms.stop());
beforeEach(() => {
  crms.cloud.dialled.length = 0;
  crms.cloud.connectAnswers(({ ClientToken: token }) => started(`contact-of-${token}`));
});

describe.each(VENDORS.map((vendor) => [vendor.name, vendor] as const))('when %s', (_name, vendor) => {
  const sourceId = vendor.kind;
  const double = () => crms.account(sourceId).double;
  const wish = (dealId: string = '', eventId = `ask-${dealId}`) => ({
    ...{ eventId, opportunityId: vendor.idOf(dealId), contactId: vendor.idOf(personOf(dealId)), username: 'ana' },
  });
  /** A call about the deal is asked for and waits to be read. */
  async function asked(dealId: string = '') {
    const { status, callId } = await crms.post(sourceId, crms.asked(sourceId, wish(dealId)));
    expect(status).toBe(202);
    return { callId, read: await crms.takeReading() };
  }
  const entries = (callId: string) =>
    double()
      .loggedCalls()
      .filter((one) => one.callId === callId);
  const dialled = () => crms.cloud.dialled.map(({ ClientToken }) => ClientToken);
  async function dialledAbout(dealId: string = ''): Promise<string> {
    const { callId, read } = await asked(dealId);
    expect(await read()).toBe('done');
    expect(dialled()).toEqual([callId]);
    return callId;
  }

  it.each(passing)('$what, a call waits and is made once it is well again', async ({ fault, asking }) => {
    const { callId, read } = await asked(asking);
    double().failAlways(fault);
    expect(await read()).toBe('again');
    expect(await crms.find(callId)).toMatchObject({ state: 'requested' });
    expect(dialled()).toEqual([]);
    double().failAlways(undefined);
    expect(await read(2)).toBe('done');
    expect(dialled()).toEqual([callId]);
  });

  it.each(passing)('$what, what came of a call is told later, and once', async ({ fault, telling }) => {
    const callId = await dialledAbout(telling);
    const ended = await crms.end(sourceId, vendor.idOf(telling), callId, 'Sends a new offer');
    double().failAlways(fault);
    expect(await crms.writeBack(ended)).toBe('again');
    double().failAlways(undefined);
    expect(await crms.writeBack(ended)).toBe('done');
    expect(entries(callId)).toEqual([expect.objectContaining({ notes: expect.stringContaining('new offer') })]);
  });

  it.each(lasting)('$what, the call ends with the reason', async ({ fault, asking }) => {
    const { callId, read } = await asked(asking);
    double().failAlways(fault);
    expect(await read()).toBe('done');
    double().failAlways(undefined);
    const call = await crms.find(callId);
    expect(call?.state).toBe('failed');
    expect(UNUSABLE).toContain(call?.reason);
    expect(dialled()).toEqual([]);
  });

  it('is down for good, the call ends with that, and is not made afterwards', async () => {
    const { callId, read } = await asked(unending);
    double().failAlways({ status: 503 });
    for (let attempt = 1; attempt < READ_ATTEMPTS; attempt += 1) expect(await read(attempt)).toBe('again');
    expect(await read(READ_ATTEMPTS)).toBe('done');
    double().failAlways(undefined);
    expect(await crms.find(callId)).toMatchObject({ state: 'failed', reason: 'crm-unavailable' });
    expect((await crms.post(sourceId, crms.asked(sourceId, wish(unending)))).callId).toBe(callId);
    expect(dialled()).toEqual([]);
  });

  it('lets its token end in mid-call, a new one is got and nothing is lost', async () => {
    const callId = await dialledAbout(expired);
    double().expireTokens();
    const ended = await crms.end(sourceId, vendor.idOf(expired ?? ''), callId, 'Sends a new offer');
    expect(await crms.writeBack(ended)).toBe('done');
    expect(entries(callId)).toHaveLength(1);
  });

  it('has no such opportunity any more, the call ends with the reason', async () => {
    double().remove(vendor.idOf(deleted ?? ''));
    const { callId, read } = await asked(deleted);
    expect(await read()).toBe('done');
    expect(await crms.find(callId)).toMatchObject({ state: 'failed', reason: 'opportunity-not-found' });
    expect(dialled()).toEqual([]);
  });

  it('does not show us the opportunity, the call ends with the reason', async () => {
    double().hide(vendor.idOf(hidden ?? ''));
    const { callId, read } = await asked(hidden);
    expect(await read()).toBe('done');
    const call = await crms.find(callId);
    expect(call?.state).toBe('failed');
    expect(['opportunity-not-found', 'crm-refused']).toContain(call?.reason);
    expect(dialled()).toEqual([]);
  });

  it('has deleted the opportunity in mid-call, the news of its end is not kept for ever', async () => {
    const callId = await dialledAbout(deletedLater);
    double().remove(vendor.idOf(deletedLater ?? ''));
    const ended = await crms.end(sourceId, vendor.idOf(deletedLater ?? ''), callId, 'Sends a new offer');
    expect(await crms.writeBack(ended)).toBe('done');
    expect(await crms.find(callId)).toMatchObject({ state: 'completed' });
  });

  it('has merged the person in mid-call, the call stands in the log once, at whom the person has become', async () => {
    const callId = await dialledAbout(merged);
    const [gone, into] = [vendor.idOf(personOf(merged)), vendor.idOf(ANOTHER.id)];
    double().merge?.(gone, into);
    const ended = await crms.end(sourceId, vendor.idOf(merged), callId, 'Sends a new offer');
    expect(await crms.writeBack(ended)).toBe('done');
    const [entry, ...more] = entries(callId);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ opportunityId: vendor.idOf(merged), notes: expect.stringContaining('new offer') });
    // EspoCRM says nothing of a merge, and nobody was merged there.
    expect(entry?.contactId).toBe(double().merge === undefined ? gone : into);
  });

  it('sends the same event again, there is one call; with a signature of an hour ago none, where the signature knows the time', async () => {
    const at = new Date(Date.now() - 60 * 60_000);
    const old = await crms.post(sourceId, crms.asked(sourceId, wish(replayed, 'old'), { at }));
    const knowsTime = ['hubspot', 'salesforce'].includes(vendor.kind);
    expect(old.status).toBe(knowsTime ? 401 : 202);
    if (!knowsTime) await (await crms.takeReading())();
    crms.cloud.dialled.length = 0;
    const { callId, read } = await asked(replayed);
    await read();
    for (const _ of [1, 2]) {
      expect(await crms.post(sourceId, crms.asked(sourceId, wish(replayed)))).toEqual({ status: 202, callId });
    }
    expect(dialled()).toEqual([callId]);
  });

  it('seems to have sent what somebody has altered or written anew, nothing comes of it where the body is signed', async () => {
    const event = crms.asked(sourceId, wish(altered));
    const bodies = [
      `${event.body} `,
      JSON.stringify(JSON.parse(event.body), undefined, 1),
      event.body.replace('ask-', 'bsk-'),
    ];
    // Dataverse signs nothing: whoever has its key may say anything, and is taken at their word.
    if (vendor.kind === 'dynamics365') return expect(event.headers['x-webhook-key']).toBeDefined();
    for (const body of bodies.filter((one) => one !== event.body)) {
      expect((await crms.post(sourceId, { ...event, body })).status).toBe(401);
    }
    const withoutSignature = { 'content-type': 'application/json' };
    expect((await crms.post(sourceId, { ...event, headers: withoutSignature })).status).toBe(401);
  });
});
