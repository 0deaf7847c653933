import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { dynamodbRequestStore } from '#adapters/dynamodb-request-store.ts';
import type { CallState } from '#core/contracts/call.ts';
import type { StoredCall } from '#core/ports/call-store.ts';
import { api, call, context, count, key, services, test, useAgentApi } from './support/agent-api.ts';
import { callRequested } from './support/call-requested.ts';
import { ask } from './support/http-event.ts';
import { type IdentityProvider, startIdentityProvider } from './support/identity-provider.ts';
import { AT } from './support/opportunities.ts';
import { webhook } from './support/signed-webhook.ts';

let provider: IdentityProvider;
beforeAll(async () => {
  provider = await startIdentityProvider();
});
afterAll(() => provider.stop());
useAgentApi(() => provider.issuer);

const request = async (method: string, callId: string, body?: object, headers?: Record<string, string>) =>
  ask(api.changeCall, method, { path: { callId }, body, headers: headers ?? (await provider.bearer()) });
const cancel = (callId: string, headers?: Record<string, string>) => request('DELETE', callId, undefined, headers);
const move = (callId: string, notBefore: string, headers?: Record<string, string>) =>
  request('PATCH', callId, { notBefore }, headers);
const signed = (body: object | undefined, secret?: string): Record<string, string> => {
  const event = webhook(body === undefined ? '' : JSON.stringify(body), secret === undefined ? {} : { secret });
  return event.headers as Record<string, string>;
};
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const stored = (callId: string) => dynamodbCallStore(test.table).get({ ...key, callId });

/** Nobody has dialled it: Connect has no contact for it. */
async function waiting(state: CallState, changes: Partial<StoredCall> = {}): Promise<string> {
  const callId = `call-x${count}`;
  const request = { ...key, callId, requestId: `msg-${count}`, receivedAt: AT, message: callRequested().data };
  await dynamodbRequestStore(test.table).accept(request);
  const blank: StoredCall = {
    ...{ ...key, callId, requestId: request.requestId, direction: 'outbound', state, requestedAt: AT, version: 0 },
    history: [{ state, at: AT }],
    ...changes,
  };
  await dynamodbCallStore(test.table).change({ ...key, callId }, blank, (known) => known);
  return callId;
}

describe('DELETE /calls/{callId}', () => {
  it.each<CallState>(['requested', 'held', 'scheduled', 'queued'])(
    'ends a call that is %s, and tells its source',
    async (state) => {
      const callId = await waiting(state, { dueAt: AT });
      const answer = await cancel(callId);
      const shown = services.log.map((line) => JSON.parse(line)).filter(({ event }) => event === 'record-accessed');
      expect(shown).toMatchObject([{ callId, sourceId: key.sourceId, status: 200 }]);
      expect(answer).toMatchObject({ status: 200, body: { callId, state: 'failed', reason: 'cancelled', version: 2 } });
      expect(answer.body).not.toHaveProperty('requestId');
      expect(services.messages).toEqual([{ type: 'call.failed', ...key, callId, version: 2 }]);
      expect((await dynamodbRequestStore(test.table).get(key.sourceId, `msg-${count}`))?.answer).toEqual({
        status: 'failed',
        reason: 'cancelled',
      });
    },
  );

  it('answers the same when it is asked again, and changes nothing', async () => {
    const callId = await waiting('queued');
    const first = await cancel(callId);
    const again = await cancel(callId);
    expect(again).toMatchObject({ status: 200, body: first.body });
    expect(new Set(services.messages.map((message) => JSON.stringify(message))).size).toBe(1);
  });

  it('comes too late for a call that may be dialled this moment', async () => {
    const callId = await waiting('queued', { claimedSlot: AT });
    expect(await cancel(callId)).toMatchObject({ status: 409, body: { code: 'not-ready' } });
    expect(await stored(callId)).toMatchObject({ state: 'queued', version: 1 });
    expect(services.messages).toEqual([]);
  });

  it.each<CallState>(['dialing', 'with_agent', 'completed', 'blocked', 'failed'])(
    'comes too late for a call that is %s',
    async (state) => {
      const callId = await call(`call-y${count}`, state);
      expect(await cancel(callId)).toMatchObject({ status: 409 });
      expect(await stored(callId)).toMatchObject({ state });
      expect(services.messages).toEqual([]);
    },
  );

  it('knows no call of an unknown id', async () => {
    expect(await cancel('call-nowhere')).toMatchObject({ status: 404 });
  });
});

describe('PATCH /calls/{callId}', () => {
  it('makes a call at a later time, keeps its request as long, and says so in the timeline', async () => {
    const callId = await waiting('scheduled', { dueAt: AT });
    const notBefore = inMinutes(60 * 24 * 20);
    const answer = await move(callId, notBefore);
    expect(answer).toMatchObject({
      ...{ status: 200, body: { callId, state: 'scheduled', reason: 'not-before', notBefore, dueAt: notBefore } },
    });
    expect(answer.body).not.toHaveProperty('requestId');
    const message = { sourceId: key.sourceId, requestId: `msg-${count}` };
    expect(services.messages).toEqual([message, message]);
    const stored = await dynamodbRequestStore(test.table).get(key.sourceId, `msg-${count}`);
    expect(stored?.answer).toEqual({ status: 'scheduled', reason: 'not-before', dueAt: notBefore });
    expect(await expiry()).toBeGreaterThan(Date.parse(notBefore) / 1_000 + 7 * 86_400);
    const { activity } = await context();
    expect(activity).toMatchObject([
      { type: 'call.moved', by: 'ana', subjectId: callId, changes: [{ field: 'notBefore', from: AT, to: notBefore }] },
    ]);
  });

  it('brings a call forward without forgetting its request sooner', async () => {
    const callId = await waiting('scheduled', { dueAt: inMinutes(600) });
    await move(callId, inMinutes(60 * 24 * 20));
    const kept = await expiry();
    const soon = inMinutes(5);
    expect(await move(callId, soon)).toMatchObject({ status: 200, body: { dueAt: soon } });
    expect(await expiry()).toBe(kept);
  });

  it('answers the same when it is asked again, and changes nothing', async () => {
    const callId = await waiting('held');
    const notBefore = inMinutes(30);
    const first = await move(callId, notBefore);
    expect(await move(callId, notBefore)).toMatchObject({ status: 200, body: first.body });
  });

  it('comes too late for a call that may be dialled this moment, and for one that is over', async () => {
    for (const callId of [
      await waiting('queued', { claimedSlot: AT }),
      await call(`call-z${count}`, 'with_agent'),
      await call(`call-q${count}`, 'failed'),
    ]) {
      expect(await move(callId, inMinutes(30))).toMatchObject({ status: 409, body: { code: 'not-ready' } });
    }
    expect(services.messages).toEqual([]);
  });

  it('names a time that is none, one beyond a year, and fields that it does not know', async () => {
    const callId = await waiting('scheduled');
    const beyond = await move(callId, inMinutes(60 * 24 * 400));
    expect(beyond).toMatchObject({ status: 422, body: { errors: [{ field: 'notBefore' }] } });
    expect(await move(callId, 'tomorrow')).toMatchObject({ status: 422, body: { errors: [{ field: 'notBefore' }] } });
    const other = await request('PATCH', callId, { notBefore: inMinutes(5), phone: '+14155550101' });
    expect(other).toMatchObject({ status: 422, body: { errors: [{ field: 'phone' }] } });
    expect(await move('call-nowhere', inMinutes(5))).toMatchObject({ status: 404 });
  });
});

describe('a source', () => {
  it('moves and cancels its own calls by its signature', async () => {
    const callId = await waiting('scheduled');
    const body = { notBefore: inMinutes(30) };
    expect(await request('PATCH', callId, body, signed(body))).toMatchObject({ status: 200, body: { callId } });
    expect((await context()).activity).toMatchObject([{ type: 'call.moved', by: 'demo-crm' }]);
    expect(await cancel(callId, signed(undefined))).toMatchObject({ status: 200, body: { reason: 'cancelled' } });
  });

  it('sees no calls of others, and nobody changes a call without a token or a signature', async () => {
    const foreign = await call(`call-f${count}`, 'scheduled', { sourceId: 'other-crm', requestId: 'msg_9' });
    expect(await cancel(foreign, signed(undefined))).toMatchObject({ status: 404 });
    const callId = await waiting('scheduled');
    const forged = signed(undefined, Buffer.from('somebody else’s secret').toString('base64'));
    expect(await cancel(callId, forged)).toMatchObject({ status: 401, body: { code: 'signature-invalid' } });
    expect(await cancel(callId, {})).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    expect(await cancel(callId, await provider.bearer({ scope: 'openid' }))).toMatchObject({ status: 403 });
    expect(await stored(callId)).toMatchObject({ state: 'scheduled', version: 1 });
  });
});

async function expiry(): Promise<number> {
  const { Item: item } = await test.table.client.send(
    new GetCommand({
      TableName: test.table.name,
      Key: { pk: `REQUEST#${key.sourceId}#msg-${count}`, sk: 'REQUEST' },
    }),
  );
  return Number(item?.expiresAt);
}
