import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noAnswer, noDeal, notFound } from '#texts/host.ts';
import { type DialDesk, dialForHost, matchesFor, personFor } from '../../../ccp-widget/src/host/dial-for-host.ts';
import { mayPass } from '../../../ccp-widget/src/host/guard-messages.ts';
import { readDial } from '../../../ccp-widget/src/host/hubspot/read-dial.ts';
import { asE164, isSameNumber } from '../../../ccp-widget/src/host/phone-numbers.ts';
import { sampleDeal } from '../harness/sample-deal.ts';

const NUMBER = '+14155550101';

describe('DIAL_NUMBER of HubSpot', () => {
  it('names the deal on the screen and whose number it is (calling-extensions-sdk issue 207)', () => {
    const calleeInfo = { calleeId: 37621684164, calleeObjectTypeId: '0-1' };
    expect(readDial({ phoneNumber: NUMBER, objectId: 4290391019, objectType: 'DEAL', calleeInfo })).toEqual({
      ...{ number: NUMBER, opportunityId: '4290391019', contactId: '37621684164' },
    });
  });

  it('may lack the record (issues 216, 228), or be of another kind of record', () => {
    const calleeInfo = { calleeId: 5, calleeObjectTypeId: '0-1' };
    expect(readDial({ phone_number: NUMBER, objectId: 0, calleeInfo })).toEqual({ number: NUMBER, contactId: '5' });
    expect(readDial({ phoneNumber: NUMBER, objectId: 9, objectType: 'TICKET' })).toEqual({ number: NUMBER });
    expect(readDial({ phoneNumber: NUMBER, objectId: 9, objectType: 'CONTACT' })).toEqual({
      number: NUMBER,
      contactId: '9',
    });
    expect(readDial({ phoneNumber: NUMBER, calleeInfo: { calleeId: 7, calleeObjectTypeId: '0-2' } })).toEqual({
      number: NUMBER,
    });
  });

  it('is whatever it is without throwing, and never dials nothing', () => {
    fc.assert(fc.property(fc.anything(), (data) => (readDial(data)?.number ?? 'none') !== ''));
  });
});

describe('numbers as people write them', () => {
  it('are the same with spaces, without the country, and with the national zero', () => {
    expect(asE164('0049 (30) 5550-10300')).toBe('+4930555010300');
    for (const written of ['+49 30 5550 10300', '030 555010300', '(030) 5550 10300'])
      expect(isSameNumber('+4930555010300', written), written).toBe(true);
    for (const written of ['+49 30 5550 10301', '10300', '', '+1 30 5550 10300'])
      expect(isSameNumber('+4930555010300', written), written).toBe(false);
    expect(asE164('030 555010300')).toBeUndefined();
  });
});

describe('whom a click means', () => {
  const { contacts } = sampleDeal();
  it('is the person that it names, or whose number it alone is', () => {
    expect(personFor(contacts, { number: NUMBER, contactId: 'c-3' })?.id).toBe('c-3');
    expect(personFor(contacts, { number: '+1 415 555 0101' })?.id).toBe('c-1');
    expect(personFor(contacts, { number: '+15550000000' })).toBeUndefined();
    const shared = contacts.map((one) => ({ ...one, phones: [{ number: NUMBER }] }));
    expect(personFor(shared, { number: NUMBER })).toBeUndefined();
  });

  it('is looked for in the host’s own source, and there first as that person', () => {
    const match = (sourceId: string, contactId: string) => ({
      sourceId,
      contactId,
      opportunityId: '1',
      opportunityName: 'x',
    });
    const all = [match('hubspot', '1'), match('hubspot', '2'), match('other', '1')];
    expect(matchesFor(all, 'hubspot', '1')).toEqual([all[0]]);
    expect(matchesFor(all, 'hubspot', '9')).toEqual([all[0], all[1]]);
    expect(matchesFor(all, 'hubspot', undefined)).toEqual([all[0], all[1]]);
  });
});

describe('a number that is clicked in a contact', () => {
  const deal = sampleDeal();
  const { id: opportunityId, name: opportunityName } = deal.opportunity;
  const match = { sourceId: 'hubspot', opportunityId, opportunityName, contactId: 'c-1' };
  const IN_CRM = '/crm/opportunities?phone=%2B14155550101&sourceId=hubspot';

  /** What is asked for, called and said when the store and the CRM know so much. */
  async function clicked(known: { here: readonly object[]; inCrm: readonly object[]; silent?: readonly object[] }) {
    const asked: string[] = [];
    const said: string[] = [];
    let state: object = { contexts: {} };
    const desk = {
      store: {
        get: () => state,
        update(change: (before: object) => object) {
          state = change(state);
        },
      },
      async send(path: string) {
        asked.push(path);
        return path.startsWith('/crm/')
          ? { matches: known.inCrm, silent: known.silent ?? [] }
          : { matches: known.here };
      },
      async loadContext(key: object) {
        asked.push('the deal');
        state = { contexts: { [JSON.stringify(key)]: { status: 'ready', context: deal } } };
      },
    };
    const rest = {
      apiOf: () => ({
        findByNumber: async (number: string) => (await desk.send(`/opportunities?phone=${number}`)).matches,
      }),
      callAtHand: () => undefined,
      contextId: (key: object) => JSON.stringify(key),
      notify: (_desk: unknown, { text }: { text: string }) => said.push(text),
      reading: async () => undefined,
      requestCall: async (_desk: unknown, _key: object, { id }: { id: string }) => said.push(`calls ${id}`),
      chooseDeal: (matches: readonly object[]) => said.push(`asks which of ${matches.length}`),
      troubleFrom: () => ({ what: 'trouble' }),
    };
    const dial = { desk, rest, sourceId: 'hubspot', onCall: () => undefined } as unknown as DialDesk;
    await dialForHost(dial, { number: '+1 415 555 0101', contactId: 'c-1' });
    return { asked, said };
  }

  it('is asked for here alone where its deal is known: no click waits for a CRM that need not', async () => {
    expect(await clicked({ here: [match], inCrm: [match] })).toEqual({
      ...{ asked: ['/opportunities?phone=+14155550101', 'the deal'], said: ['calls c-1'] },
    });
  });

  it('is asked for in the CRM whose page it is where nobody here knows it, and its deal is then called for', async () => {
    const others = { ...match, sourceId: 'other' };
    expect(await clicked({ here: [others], inCrm: [match] })).toEqual({
      ...{ asked: ['/opportunities?phone=+14155550101', IN_CRM, 'the deal'], said: ['calls c-1'] },
    });
    const second = { ...match, opportunityId: 'opp-2' };
    expect((await clicked({ here: [], inCrm: [match, second] })).said).toEqual(['asks which of 2']);
  });

  it('is said to be nobody’s when the CRM does not know it either', async () => {
    expect(await clicked({ here: [], inCrm: [] })).toEqual({
      ...{ asked: ['/opportunities?phone=+14155550101', IN_CRM], said: [noDeal('+1 415 555 0101')] },
    });
  });

  it('is not said to be nobody’s when the CRM has not answered', async () => {
    const silent = [{ sourceId: 'hubspot', reason: 'crm-busy' }];
    expect((await clicked({ here: [], inCrm: [], silent })).said).toEqual([notFound('+1 415 555 0101', noAnswer)]);
  });
});

describe('messages for the SDK of a host', () => {
  const parent = { name: 'the page around' };
  const origin = 'https://app.hubspot.com';
  const guard = {
    hosts: [origin],
    around: [parent],
    isForSdk: (data: unknown) => (Object(data) as { type?: unknown }).type === 'SYNC',
  };
  const heard = (part: object) =>
    mayPass(guard, { ...{ source: parent, origin, data: { type: 'SYNC', hostUrl: origin } }, ...part } as never);

  it('come from the page around, from a configured origin, and name no other address for the answers', () => {
    expect(heard({})).toBe(true);
    expect(heard({ data: { type: 'SYNC' } })).toBe(true);
    expect(heard({ source: { name: 'the softphone' } })).toBe(false);
    expect(heard({ source: null })).toBe(false);
    expect(heard({ origin: 'https://app.hubspot.com.attacker.example' })).toBe(false);
    expect(heard({ data: { type: 'SYNC', hostUrl: 'https://attacker.example' } })).toBe(false);
  });

  it('are no others: what is not for it passes untouched', () => {
    expect(heard({ source: null, data: { event: 'acknowledge' } })).toBe(true);
  });
});
