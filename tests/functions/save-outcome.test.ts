import { describe, expect, it } from 'vitest';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { advance } from '#core/call-state.ts';
import { api, call, context, count, key, services, test, useAgentApi } from './support/agent-api.ts';
import { ask } from './support/http-event.ts';
import { HOSTILE_NAMES, later } from './support/opportunities.ts';

useAgentApi();

describe('PUT /calls/{callId}/outcome', () => {
  const outcome = {
    disposition: 'connected',
    notes: `Wants ${HOSTILE_NAMES.emoji}`,
    followUpAt: new Date(Date.now() + 86_400_000).toISOString(),
  };
  const callback = (callId: string) => ({ type: 'follow-up', ...key, callId });
  const save = (callId: string, body: unknown, username = 'ana') =>
    ask(api.saveOutcome, 'PUT', { path: { callId }, body, claims: { username } });

  it('is saved once however often it is sent, and told again once the call is completed', async () => {
    const callId = await call(`call-o${count}`, 'ended', { phone: '+14155550101' });
    const first = await save(callId, outcome);
    expect(first).toMatchObject({ status: 200, body: { version: 2, outcome: { ...outcome, savedBy: 'ana' } } });
    expect((await save(callId, outcome)).body).toEqual(first.body);
    // Before it is stored, after it is, and again because the first answer may have been lost.
    expect(services.messages).toEqual([callback(callId), callback(callId), callback(callId)]);
    services.reset();
    const { activity } = await context();
    expect(activity).toMatchObject([
      { type: 'outcome.saved', subjectId: callId, changes: [{ field: 'disposition', to: 'connected' }] },
    ]);

    await dynamodbCallStore(test.table).change({ ...key, callId }, undefined, (stored) =>
      advance(stored, { state: 'completed', at: later(9) }),
    );
    const changed = await save(callId, { disposition: 'follow-up' });
    expect(changed.body).toMatchObject({ version: 4, outcome: { disposition: 'follow-up', notes: '' } });
    expect(changed.body.outcome).not.toHaveProperty('followUpAt');
    expect(services.messages).toEqual([
      callback(callId),
      { type: 'call.completed', ...key, callId, version: 4 },
      callback(callId),
    ]);
  });

  it('asks for a callback once, whatever else is changed', async () => {
    const callId = await call(`call-c${count}`, 'ended', { phone: '+14155550101' });
    const first = await save(callId, outcome);
    services.reset();
    const noted = await save(callId, { ...outcome, notes: 'More' });
    expect(noted.body).toMatchObject({ followUpCallId: expect.stringMatching(/^call-[a-z2-7]{26}$/) });
    expect(noted.body).toMatchObject({ followUpCallId: Reflect.get(first.body, 'followUpCallId') });
    expect(services.messages).toEqual([]);
  });

  it('is refused with a callback in the past, beyond a year, or to nobody, and then nothing is stored', async () => {
    const callId = await call(`call-p${count}`, 'ended', { phone: '+14155550101' });
    const stranger = await call(`call-s${count}`, 'ended', { contactId: 'c-9' });
    for (const [id, days] of [
      [callId, -1],
      [callId, 400],
      [stranger, 1],
    ] as const) {
      const followUpAt = new Date(Date.now() + days * 86_400_000).toISOString();
      const refused = await save(id, { ...outcome, followUpAt });
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ field: 'followUpAt' }] } });
    }
    expect(services.messages).toEqual([]);
    expect((await context()).activity).toEqual([]);
  });

  it("takes the source's own dispositions only, and names the field", async () => {
    const callId = await call(`call-d${count}`, 'with_agent', { sourceId: 'other-crm' });
    const refused = await save(callId, outcome);
    expect(refused).toMatchObject({
      status: 422,
      body: { errors: [{ field: 'disposition', pointer: '#/disposition' }] },
    });
    expect(await save(callId, { disposition: 'won' })).toMatchObject({ status: 200 });
    const long = await save(callId, { disposition: 'won', notes: 'n'.repeat(32_001), followUpAt: 'tomorrow' });
    expect(long.body.errors.map(({ field }) => field)).toEqual(['notes', 'followUpAt']);
  });

  it('is refused before anybody answered, and for an unknown call', async () => {
    const callId = await call(`call-e${count}`, 'dialing');
    expect(await save(callId, outcome)).toMatchObject({ status: 409, body: { code: 'not-ready' } });
    expect(await save('call-nowhere', outcome)).toMatchObject({ status: 404 });
  });
});
