/** Two accounts of one vendor, with the same ids and secrets of their own: nothing of one is ever the other's. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEMO_OPPORTUNITIES } from '../../local/console/crm/opportunities.ts';
import { VENDORS } from '../../local/crm/vendors.ts';
import { type CrmCloud, startCrmCloud } from './support/crm-cloud.ts';

const [DEAL = expect.fail('there is no deal')] = DEMO_OPPORTUNITIES;
const OTHERS = [
  { ...DEAL, name: 'Of the other account', people: DEAL.people.map((one) => ({ ...one, name: `${one.name} II` })) },
];

let crms: CrmCloud;
beforeAll(async () => {
  crms = await startCrmCloud(
    VENDORS.flatMap((vendor) => [
      { sourceId: `${vendor.kind}-eu`, vendor },
      { sourceId: `${vendor.kind}-us`, vendor, deals: OTHERS },
    ]),
  );
});
afterAll(() => crms.stop());
beforeEach(() => {
  crms.cloud.dialled.length = 0;
});

describe.each(VENDORS.map((vendor) => [vendor.name, vendor] as const))('two accounts of %s', (_name, vendor) => {
  const [eu, us] = [`${vendor.kind}-eu`, `${vendor.kind}-us`];
  const [opportunityId, contactId] = [vendor.idOf(DEAL.id), vendor.idOf('c-1')];
  const wish = { eventId: 'the-same', opportunityId, contactId, username: 'ana' };

  it('have calls, people and call logs of their own, though every id is the same', async () => {
    const callIds = [];
    for (const sourceId of [eu, us]) {
      const { status, callId } = await crms.post(sourceId, crms.asked(sourceId, wish));
      expect(status).toBe(202);
      expect(await (await crms.takeReading())()).toBe('done');
      callIds.push(callId);
    }
    const [ofEu = '', ofUs = ''] = callIds;
    expect(ofEu).not.toBe(ofUs);
    expect(crms.cloud.dialled.map(({ Attributes }) => Attributes)).toEqual([
      expect.objectContaining({ sourceId: eu, opportunityName: DEAL.name, contactName: 'Dana Reyes' }),
      expect.objectContaining({ sourceId: us, opportunityName: 'Of the other account', contactName: 'Dana Reyes II' }),
    ]);
    const [inEu, inUs] = [await crms.context(eu, opportunityId), await crms.context(us, opportunityId)];
    expect(inEu.contacts.some(({ name }) => name.endsWith(' II'))).toBe(false);
    expect(inUs.contacts.every(({ name }) => name.endsWith(' II'))).toBe(true);
    expect([inEu, inUs].map(({ calls }) => calls.map(({ callId }) => callId))).toEqual([[ofEu], [ofUs]]);

    expect(await crms.writeBack(await crms.end(us, opportunityId, ofUs, 'Only for the other'))).toBe('done');
    const logOf = (sourceId: string) =>
      crms
        .account(sourceId)
        .double.loggedCalls()
        .filter(({ notes }) => notes?.includes('Only'));
    expect(logOf(us)).toHaveLength(1);
    expect(logOf(eu)).toEqual([]);
  });

  it('do not take each other’s signatures', async () => {
    for (const [sourceId, by] of [
      [eu, us],
      [us, eu],
    ] as const) {
      expect((await crms.post(sourceId, crms.asked(sourceId, { ...wish, eventId: 'forged' }, { by }))).status).toBe(
        401,
      );
    }
    expect(crms.cloud.dialled).toEqual([]);
  });

  it('fail by themselves', async () => {
    crms.account(eu).double.failAlways({ status: 503 });
    const event = { ...wish, eventId: 'while-the-other-is-down' };
    const { callId } = await crms.post(us, crms.asked(us, event));
    expect(await (await crms.takeReading())()).toBe('done');
    expect(crms.cloud.dialled).toEqual([expect.objectContaining({ ClientToken: callId })]);
    crms.account(eu).double.failAlways(undefined);
  });
});
