/** Five searches a second for a whole HubSpot account: what its double refuses, and what a caller's and an agent's search make of it. */
import { Client } from '@hubspot/api-client';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hubspotSourceSchema } from '#core/contracts/configuration.ts';
import { hubspotFinding } from '#crm/hubspot/hubspot-finding.ts';
import { hubspotTelling } from '#crm/hubspot/hubspot-telling.ts';
import { hubspotId } from '../../../local/crm/hubspot/hubspot-demo.ts';
import { HubspotDouble } from '../../../local/crm/hubspot/hubspot-double.ts';
import { accessTo, type ServedDouble, serveDouble } from './support/crm-under-test.ts';
import { finishedCall, told } from './support/describe-crm.ts';

const TOKEN = 'token-1';
const PHONE = '+14155550101';
let now: number;
let paused: number[];
/** Before the clock goes on, and what others do then. */
let still: () => Promise<unknown>;
let meanwhile: () => Promise<unknown>;
let double: HubspotDouble;
let served: ServedDouble;
let others: Client;

beforeEach(async () => {
  [now, paused] = [0, []];
  still = async () => undefined;
  meanwhile = async () => undefined;
  double = new HubspotDouble({
    accessToken: TOKEN,
    origin: () => '',
    fileOf: async () => new Uint8Array(1),
    now: () => now,
  });
  served = await serveDouble(double);
  others = new Client({ accessToken: TOKEN, basePath: served.origin });
});
afterEach(() => served.stop());

const search = () => others.crm.contacts.searchApi.doSearch({ query: 'Zzyzx', limit: 1 } as never);
async function useUp(): Promise<void> {
  for (let one = 0; one < 5; one += 1) await search();
}
function open() {
  const source = v.parse(hubspotSourceSchema, { id: 'hs', kind: 'hubspot', apiUrl: served.origin });
  const pause = async (milliseconds: number): Promise<void> => {
    paused.push(milliseconds);
    await still();
    now += milliseconds;
    await meanwhile();
  };
  const access = accessTo(source, { accessToken: TOKEN }, { now: () => new Date(now) }, pause);
  return { source, access, finder: hubspotFinding(access), telling: hubspotTelling(access) };
}

describe('HubSpot’s double', () => {
  it('refuses the sixth search within a second, and nothing else, as the official client knows it', async () => {
    await useUp();
    await expect(search()).rejects.toMatchObject({
      code: 429,
      body: { message: 'You have reached your secondly limit.', policyName: 'SECONDLY', errorType: 'RATE_LIMIT' },
    });
    expect((await others.crm.deals.basicApi.getById(hubspotId('opp-1001'))).properties.dealname).toBe(
      'Fleet renewal 2027',
    );
    now = 999;
    await expect(search()).rejects.toMatchObject({ code: 429 });
    now = 1_000;
    await useUp();
  });
});

describe('a search when others have used up the second', () => {
  it('for a caller waits for the next one, and finds', async () => {
    await useUp();
    expect(await open().finder.findByPhone(PHONE)).toMatchObject({
      ...{ outcome: 'found', matches: [{ contactName: 'Dana Reyes' }] },
    });
    expect(paused).toEqual([1_000]);
  });

  it('of an agent, which takes two, waits once for both', async () => {
    await useUp();
    const both = Promise.withResolvers<void>();
    still = () => {
      if (paused.length === 2) both.resolve();
      return both.promise;
    };
    const found = await open().finder.findByText('fleet');
    expect(found).toMatchObject({ outcome: 'found', matches: [{ opportunityName: 'Fleet renewal 2027' }] });
    expect(paused).toEqual([1_000, 1_000]);
  });

  it('is given up when the next second is used up, too: asked twice, and no more', async () => {
    await useUp();
    meanwhile = useUp;
    const before = double.requests;
    const found = await open().finder.findByPhone(PHONE);
    expect(found).toEqual({ outcome: 'unavailable', status: 429, retryAfter: 1_000 });
    expect(double.requests - before).toBe(2 + 5);
    expect(paused).toEqual([1_000]);
  });

  it.each(['TEN_SECONDLY_ROLLING', 'DAILY'])('does not wait for the end of another limit, %s', async (policyName) => {
    double.failNext([{ status: 429, json: { status: 'error', errorType: 'RATE_LIMIT', policyName } }]);
    expect(await open().finder.findByPhone(PHONE)).toEqual({
      ...{ outcome: 'unavailable', status: 429, retryAfter: 10_000 },
    });
    expect([paused, double.requests]).toEqual([[], 1]);
  });
});

describe('what is told while agents use up the searches', () => {
  it('looks a second later for the entry that it may have made', async () => {
    const { access, source, telling } = open();
    const call = finishedCall({ source, idOf: hubspotId });
    await access.records.claim(call, call.callId);
    now += 121_000;
    await useUp();
    meanwhile = useUp;
    expect(await telling.deliver(told(call), 'event-1')).toEqual({
      ...{ outcome: 'failed', status: 429, retryAfter: 1_000, isNoFault: true },
    });
  });
});
