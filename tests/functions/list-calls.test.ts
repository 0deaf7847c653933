import { describe, expect, it } from 'vitest';
import { dynamodbDialSlots } from '#adapters/dynamodb-dial-slots.ts';
import { pacingOf } from '#core/pacing.ts';
import { api, call, count, services, test, useAgentApi } from './support/agent-api.ts';
import { ask } from './support/http-event.ts';

useAgentApi();

describe('GET /calls', () => {
  it("lists the agent's own calls with one query, without what is only ours", async () => {
    const username = `agent-${count}`;
    await call(`call-l${count}`, 'completed', { agentUsername: username, requestId: 'msg-secret' });
    const answer = await ask(api.listCalls, 'GET', { query: { agent: 'me' }, claims: { username } });
    expect(answer.body).toMatchObject({
      agentUsername: username,
      calls: [{ callId: `call-l${count}`, state: 'completed' }],
    });
    expect(JSON.stringify(answer.body)).not.toContain('msg-secret');
    expect(services.seen.operations).toEqual(['dynamodb:Query']);
    expect(await ask(api.listCalls, 'GET', { query: { agent: 'ben' } })).toMatchObject({ status: 422 });
  });

  it('tells the place in line of those that wait for a slot, the next of them first', async () => {
    const username = `agent-${count}`;
    const slots = dynamodbDialSlots(test.table, pacingOf({ perSecond: 2, burst: 1 }));
    const now = new Date();
    for (let index = 0; index < 4; index += 1) {
      const identity = { sourceId: 'demo-crm', requestId: `msg_${index}` };
      const { wait } = await slots.reserve(now, { ...identity, agentUsername: username });
      if (wait === undefined) continue;
      await slots.join(wait.place, identity);
      // Later than the state that `call` brings, so that this one stays.
      const history = [{ state: 'queued', reason: 'pacing', at: '2099-01-01T00:00:00.000Z' }] as const;
      await call(`call-w${index}`, 'queued', {
        agentUsername: username,
        state: 'queued',
        reason: 'pacing',
        place: wait.place,
        history,
      });
    }
    const { body } = await ask(api.listCalls, 'GET', { query: { agent: 'me' }, claims: { username } });
    const places = (body.calls as { callId: string; line?: { position: number; expectedAt: string } }[]).map(
      ({ callId, line: place }) => [callId, place?.position],
    );
    expect(places.sort()).toEqual([
      ['call-w1', 0],
      ['call-w2', 1],
      ['call-w3', 2],
    ]);
    expect(JSON.stringify(body)).not.toContain('"place"');
  });
});
