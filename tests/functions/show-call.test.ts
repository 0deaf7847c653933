import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cloud, startCloud } from './support/cloud.ts';
import { type IdentityProvider, startIdentityProvider, type TokenChanges } from './support/identity-provider.ts';
import { webhook } from './support/signed-webhook.ts';

let cloud: Cloud;
let provider: IdentityProvider;
let show: (
  callId: string,
  headers: Record<string, string | undefined>,
) => Promise<{ status: number; body: Record<string, unknown> }>;

beforeAll(async () => {
  provider = await startIdentityProvider();
  cloud = await startCloud();
  process.env.IDENTITY_ISSUER = provider.issuer;
  const { handler } = await import('../../functions/show-call/handler.ts');
  const { dynamodbCallStore } = await import('../../functions/adapters/dynamodb-call-store.ts');
  const { openTable } = await import('../../functions/adapters/dynamodb-client.ts');
  for (const [callId, sourceId] of [
    ['call-1', 'demo-crm'],
    ['call-2', 'other-crm'],
  ] as const) {
    const ids = { callId, sourceId, opportunityId: 'opp-1', requestId: 'msg_1', direction: 'outbound' as const };
    const requested = { state: 'requested' as const, at: '2026-11-24T10:00:00.000Z' };
    const call = { ...ids, state: requested.state, requestedAt: requested.at, history: [requested], version: 0 };
    await dynamodbCallStore(openTable()).change(ids, call, (same) => same);
  }
  show = async (callId, headers) => {
    const event = { ...webhook(''), headers, pathParameters: { callId } } as APIGatewayProxyEventV2;
    const { statusCode = 0, body = '{}' } = await handler(event, {});
    return { status: statusCode, body: JSON.parse(body) };
  };
});
afterAll(async () => {
  await Promise.all([cloud.stop(), provider.stop()]);
});

const bearer = (changes?: TokenChanges) => provider.bearer(changes);

describe('the state of a call', () => {
  it('is shown to an agent, without the source’s own request id', async () => {
    const { status, body } = await show('call-1', await bearer());
    expect([status, body.callId, body.state]).toEqual([200, 'call-1', 'requested']);
    expect(body).not.toHaveProperty('requestId');
  });

  it('is shown to the source that signs the request, and to no other', async () => {
    expect(await show('call-1', webhook('').headers)).toMatchObject({ status: 200 });
    expect(await show('call-2', webhook('').headers)).toMatchObject({ status: 404 });
    const forged = webhook('', { secret: Buffer.from('somebody else’s secret').toString('base64') });
    expect(await show('call-1', forged.headers)).toMatchObject({ status: 401, body: { code: 'signature-invalid' } });
  });

  it('is not shown to somebody without token and signature', async () => {
    expect(await show('call-1', {})).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
  });

  it('is not shown for a token that is expired, of somebody else, for somebody else or no token', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    const wrong = [
      { expires: '-1m' },
      { issuer: 'https://evil.example' },
      { audience: 'another-api' },
      { key: privateKey },
    ];
    for (const changes of wrong) {
      expect(await show('call-1', await bearer(changes))).toMatchObject({
        status: 401,
        body: { code: 'unauthorized' },
      });
    }
    expect(await show('call-1', { authorization: 'Bearer e30.e30.' })).toMatchObject({ status: 401 });
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`;
    expect(await show('call-1', { authorization: `Bearer ${unsigned}` })).toMatchObject({ status: 401 });
  });

  it('is not shown to a person who is no agent', async () => {
    expect(await show('call-1', await bearer({ scope: 'openid' }))).toMatchObject({ status: 403 });
  });

  it('of a call that is not there is 404', async () => {
    expect(await show('call-9', await bearer())).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });
});
