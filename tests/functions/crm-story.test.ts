/**
 * One call's whole story through the real functions, for kinds of CRM that only say what has happened: asked for, read, dialled, its
 * end written into the CRM's own log. On the running system it is told with agents and bytes (`tests/integration/crm-stories.test.ts`).
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { harborVendor } from '../../local/crm/imaginary/harbor-vendor.ts';
import { VENDORS } from '../../local/crm/vendors.ts';
import { started } from './support/cloud.ts';
import { type Configured, type CrmCloud, startCrmCloud } from './support/crm-cloud.ts';

/** The kinds that we know, and a CRM that nobody here knows. */
const STORIES: readonly Configured[] = [
  ...VENDORS.map((vendor) => ({ sourceId: vendor.kind, vendor })),
  { sourceId: 'harbor', vendor: harborVendor },
];

let crms: CrmCloud;
beforeAll(async () => {
  crms = await startCrmCloud(STORIES);
});
afterAll(() => crms.stop());
beforeEach(() => {
  crms.cloud.dialled.length = 0;
  crms.cloud.connectAnswers(({ ClientToken: token }) => started(`contact-of-${token}`));
});

describe.each(STORIES.map((story) => [story.vendor.name, story] as const))(
  'a call that %s asks for',
  (_name, story) => {
    const { sourceId, vendor } = story;
    const [opportunityId, contactId] = [vendor.idOf('opp-1001'), vendor.idOf('c-1')];
    const wish = (eventId: string) => ({ eventId, opportunityId, contactId, username: 'ana' });

    it('is read, dialled with the deal’s attributes, and written into the CRM’s own log once', async () => {
      const event = crms.asked(sourceId, wish('ask-1'));
      const { status, callId } = await crms.post(sourceId, event);
      expect(status).toBe(202);
      expect(await crms.post(sourceId, event)).toEqual({ status: 202, callId });
      expect(await (await crms.takeReading())()).toBe('done');
      expect(crms.cloud.dialled).toEqual([
        expect.objectContaining({
          ...{ ClientToken: callId, DestinationPhoneNumber: '+14155550101', Name: 'Fleet renewal 2027' },
          Attributes: expect.objectContaining({ callId, sourceId, agentUsername: 'ana', contactName: 'Dana Reyes' }),
        }),
      ]);
      const { double } = crms.account(sourceId);
      const entries = () => double.loggedCalls().filter((one) => one.callId === callId);
      const ended = await crms.end(sourceId, opportunityId, callId, 'Sends a new offer');
      expect(await crms.writeBack(ended)).toBe('done');
      expect(await crms.writeBack(ended)).toBe('done');
      expect(entries()).toEqual([
        expect.objectContaining({
          opportunityId,
          contactId,
          seconds: 180,
          notes: expect.stringContaining('new offer'),
        }),
      ]);
      const [{ id = '' } = {}] = entries();
      expect(await crms.writeBack(await crms.end(sourceId, opportunityId, callId, 'Calls on Monday'))).toBe('done');
      expect(entries()).toEqual([expect.objectContaining({ id, notes: expect.stringContaining('Calls on Monday') })]);
    });

    it('is not made for who cannot sign', async () => {
      const forged = crms.asked(sourceId, wish('ask-2'), { by: 'another' });
      expect((await crms.post(sourceId, forged)).status).toBe(401);
      expect(crms.cloud.dialled).toEqual([]);
    });
  },
);
