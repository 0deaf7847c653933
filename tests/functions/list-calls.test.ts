import { describe, expect, it } from 'vitest';
import { api, call, count, services, useAgentApi } from './support/agent-api.ts';
import { ask } from './support/http-event.ts';

useAgentApi();

describe('GET /calls', () => {
  it("lists the agent's own calls with one query, without what is only ours", async () => {
    const username = `agent-${count}`;
    await call(`call-l${count}`, 'completed', { agentUsername: username, requestId: 'msg-secret' });
    const answer = await ask(api.listCalls, 'GET', { query: { agent: 'me' }, claims: { username } });
    expect(answer.body.calls).toMatchObject([{ callId: `call-l${count}`, state: 'completed' }]);
    expect(JSON.stringify(answer.body)).not.toContain('msg-secret');
    expect(services.seen.operations).toEqual(['dynamodb:Query']);
    expect(await ask(api.listCalls, 'GET', { query: { agent: 'ben' } })).toMatchObject({ status: 422 });
  });
});
