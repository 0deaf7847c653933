import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callRequested } from './support/call-requested.ts';
import { type Cloud, startCloud } from './support/cloud.ts';
import { webhook } from './support/signed-webhook.ts';

let cloud: Cloud;
let call: (
  order: unknown,
  options?: { agent?: string; headers?: Record<string, string>; opportunityId?: string },
) => Promise<{
  status: number;
  body: Record<string, unknown>;
}>;

beforeAll(async () => {
  cloud = await startCloud();
  const { handler } = await import('../../functions/request-call/handler.ts');
  const { dynamodbOpportunityStore } = await import('../../functions/adapters/dynamodb-opportunity-store.ts');
  const { openTable } = await import('../../functions/adapters/dynamodb-client.ts');
  const key = { sourceId: 'demo-crm', opportunityId: 'opp-1001' };
  await dynamodbOpportunityStore(openTable()).project(key, callRequested().data, '2026-11-24T10:00:00.000Z');
  call = async (order, { agent = 'ben', headers = {}, opportunityId = 'opp-1001' } = {}) => {
    const event = webhook(JSON.stringify(order));
    const claims = agent === '' ? {} : { username: agent };
    const authorized = {
      ...event,
      headers: { ...event.headers, ...headers },
      pathParameters: { sourceId: 'demo-crm', opportunityId },
      requestContext: { ...event.requestContext, authorizer: { jwt: { claims, scopes: [] } } },
    } as APIGatewayProxyEventV2;
    const { statusCode = 0, body = '{}' } = await handler(authorized, {});
    return { status: statusCode, body: JSON.parse(body) };
  };
});
afterAll(() => cloud.stop());
beforeEach(() => {
  cloud.dialled.length = 0;
  cloud.operations();
});

describe('an agent who calls a person of the opportunity', () => {
  it('is the one the call comes to', async () => {
    const { status, body } = await call({ contactId: 'c-1' });
    expect([status, body.status]).toEqual([202, 'dialing']);
    const ids = { opportunityId: 'opp-1001', contactId: 'c-1', agentUsername: 'ben', ownerUsername: 'ana' };
    expect(cloud.dialled).toEqual([
      expect.objectContaining({
        DestinationPhoneNumber: '+14155550101',
        Attributes: expect.objectContaining({ ...ids, contactName: 'Dana Reyes', opp_industry: 'Logistics' }),
      }),
    ]);
  });

  it('makes one call with one idempotency key, and another agent with the same key makes another', async () => {
    const headers = { 'idempotency-key': 'click-1' };
    const [first, second] = [
      await call({ contactId: 'c-1' }, { headers }),
      await call({ contactId: 'c-1' }, { headers }),
    ];
    expect(second.body.callId).toBe(first.body.callId);
    expect(cloud.dialled).toHaveLength(1);
    await call({ contactId: 'c-1' }, { headers, agent: 'ana' });
    expect(cloud.dialled).toHaveLength(2);
  });

  it.each([
    ['a number that is not the person’s', { contactId: 'c-1', phone: '+14155550999' }, 'phone'],
    ['somebody else', { contactId: 'c-9' }, 'contactId'],
    ['a mode that there is not', { contactId: 'c-1', mode: 'power-dialer' }, 'mode'],
  ])('cannot call %s', async (_what, order, field) => {
    const { status, body } = await call(order);
    expect([status, body.errors]).toEqual([422, [expect.objectContaining({ field })]]);
    expect(cloud.dialled).toEqual([]);
  });

  it('cannot call about an opportunity that is not there, nor without being an agent', async () => {
    expect(await call({ contactId: 'c-1' }, { opportunityId: 'opp-9' })).toMatchObject({ status: 404 });
    expect(await call({ contactId: 'c-1' }, { agent: '' })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(cloud.dialled).toEqual([]);
  });
});
