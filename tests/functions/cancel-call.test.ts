import { describe, expect, it } from 'vitest';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { dynamodbRequestStore } from '#adapters/dynamodb-request-store.ts';
import type { CallState } from '#core/contracts/call.ts';
import type { StoredCall } from '#core/ports.ts';
import { api, call, count, key, services, test, useAgentApi } from './support/agent-api.ts';
import { callRequested } from './support/call-requested.ts';
import { ask } from './support/http-event.ts';
import { AT } from './support/opportunities.ts';

useAgentApi();

const cancel = (callId: string) => ask(api.cancelCall, 'DELETE', { path: { callId }, claims: { username: 'ana' } });
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
