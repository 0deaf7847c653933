import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FlowEvent } from '#adapters/connect-flow-event.ts';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { dynamodbOpportunityStore } from '#adapters/dynamodb-opportunity-store.ts';
import type { StoredCall } from '#core/ports/call-store.ts';
import { AT, contact, HOSTILE_NAMES, later, opportunity } from './support/opportunities.ts';
import { startTestServices, type TestServices } from './support/test-services.ts';
import { startTestTable, type TestTable } from './support/test-table.ts';

let test: TestTable;
let services: TestServices;
let handler: typeof import('../../functions/look-up-contact/handler.ts').handler;

beforeAll(async () => {
  test = await startTestTable();
  services = await startTestServices(test);
  ({ handler } = await import('../../functions/look-up-contact/handler.ts'));
  await put('opp-1', '+14155550101', AT);
  await put('opp-2', '+14155550102', AT);
  await put('opp-3', '+14155550102', later(60));
  await recordCall('opp-1', 'call-old', later(1), 'left-voicemail');
  await recordCall('opp-1', 'call-now', later(30));
});
afterAll(async () => {
  await services.stop();
  await test.stop();
});
beforeEach(() => services.reset());

const keyOf = (opportunityId: string) => ({ sourceId: 'demo-crm', opportunityId });
const put = (id: string, phone: string, at: string) =>
  dynamodbOpportunityStore(test.table).project(
    keyOf(id),
    {
      opportunity: opportunity({ id, name: `Deal ${id}` }),
      contacts: [
        contact('c-0', { name: 'Assistant', phones: [{ number: phone }] }),
        contact('c-1', {
          name: HOSTILE_NAMES.rightToLeft,
          role: 'Decision maker',
          title: 'CFO',
          primary: true,
          phones: [{ number: phone }],
        }),
      ],
      documents: [],
    },
    at,
  );
async function recordCall(opportunityId: string, callId: string, at: string, disposition?: string) {
  const call: StoredCall = {
    ...{ ...keyOf(opportunityId), callId, direction: 'outbound', state: 'completed', contactId: 'c-1' },
    ...{ requestedAt: at, dialingAt: at, history: [{ state: 'dialing', at }], version: 0 },
    ...(disposition !== undefined && { outcome: { disposition, notes: '', savedAt: at, savedBy: 'ana' } }),
  };
  await dynamodbCallStore(test.table).change({ ...keyOf(opportunityId), callId }, call, (same) => same);
}

const flowEvent = (phone: string | undefined, attributes = {}, parameters = {}): FlowEvent => ({
  Details: {
    ContactData: { Attributes: attributes, CustomerEndpoint: phone === undefined ? null : { Address: phone } },
    Parameters: parameters,
  },
});
const isFlat = (answer: object) => Object.values(answer).every((value) => typeof value === 'string');

describe('a contact flow that asks', () => {
  it('about an outbound call gets its opportunity and person after one query', async () => {
    const attributes = { ...keyOf('opp-1'), callId: 'call-now', contactId: 'c-1' };
    const answer = await handler(flowEvent('+14155550101', attributes));
    expect(answer).toEqual({
      ...{
        found: 'true',
        reason: '',
        matches: '1',
        callId: 'call-now',
        ...keyOf('opp-1'),
        opportunityName: 'Deal opp-1',
      },
      ...{
        stage: 'Negotiation',
        contactId: 'c-1',
        contactName: HOSTILE_NAMES.rightToLeft,
        contactRole: 'Decision maker',
      },
      ...{ contactTitle: 'CFO', ownerAgent: 'ana', lastCallAt: later(1), lastDisposition: 'left-voicemail' },
    });
    expect(services.seen.operations).toEqual(['dynamodb:Query']);
  });

  it('by call id alone finds the person of that call', async () => {
    const answer = await handler(flowEvent(undefined, {}, { callId: 'call-now' }));
    expect(answer).toMatchObject({ found: 'true', opportunityId: 'opp-1', contactId: 'c-1', callId: 'call-now' });
  });

  it('about an inbound number gets the primary person of the one opportunity, and its last call', async () => {
    const answer = await handler(flowEvent('+14155550101'));
    expect(answer).toMatchObject({ found: 'true', matches: '1', contactId: 'c-1', lastCallAt: later(30), callId: '' });
    expect(services.seen.inSequence).toBe(2);
  });

  it('about a number of several opportunities is told how many, and the most recent one', async () => {
    const answer = await handler(flowEvent('+14155550102'));
    expect(answer).toMatchObject({ found: 'false', reason: 'several', matches: '2', opportunityId: 'opp-3' });
    expect(isFlat(answer)).toBe(true);
  });

  it('about an unknown or withheld number gets no match', async () => {
    for (const phone of ['+19995550000', 'anonymous', undefined]) {
      const answer = await handler(flowEvent(phone));
      expect(answer).toMatchObject({ found: 'false', reason: 'no-match', matches: '0', opportunityName: '' });
    }
    expect(isFlat(await handler({}))).toBe(true);
  });

  it('falls back to the number when the call carries ids that lead nowhere', async () => {
    const answer = await handler(flowEvent('+14155550101', { ...keyOf('gone'), callId: 'call-gone' }));
    expect(answer).toMatchObject({ found: 'true', opportunityId: 'opp-1' });
  });

  it('gets an answer, never an exception, when the store fails', async () => {
    services.refused.add('dynamodb:Query');
    const answer = await handler(flowEvent('+14155550101'));
    expect(answer).toMatchObject({ found: 'false', reason: 'store-unavailable' });
    expect(isFlat(answer)).toBe(true);
  });

  it('gets it before its own patience ends when the store hangs', async () => {
    services.hanging = 'dynamodb';
    const started = performance.now();
    const answer = await handler(flowEvent('+14155550101'));
    expect(answer).toMatchObject({ found: 'false', reason: 'store-unavailable' });
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
