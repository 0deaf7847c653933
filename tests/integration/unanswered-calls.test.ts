/** Calls that nobody answers end with a reason, in the connector and in the CRM. */
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { CallView } from '../../functions/core/contracts/call.ts';
import { type AgentApi, agentApi } from '../system/agent-api.ts';
import { simulatorOf } from '../system/simulator.ts';
import { callRequested, freshPhone, post } from '../system/source.ts';
import { waitFor } from '../system/wait-for.ts';

const endpoints = inject('endpoints');
const simulator = simulatorOf(endpoints);
let ana: AgentApi;
beforeAll(async () => {
  ana = await agentApi(endpoints, 'ana');
  await simulator.setQuotas({ default: { perSecond: 1_000, burst: 1_000 }, concurrentCalls: 1_000 });
});

/** The demo CRM's own record of a call, as the connector's signed webhooks made it. */
async function inTheCrm(callId: string): Promise<CallView | undefined> {
  const response = await fetch(`${endpoints.console}/crm/opportunities/opp-1001`);
  const { calls } = (await response.json()) as { calls: readonly CallView[] };
  return calls.find((call) => call.callId === callId);
}

const ended = (callId: string) =>
  waitFor(`call ${callId} to be completed`, async () => {
    const { body } = await ana.get<CallView>(`/calls/${callId}`);
    return body.state === 'completed' && body;
  });

describe('a call that nobody answers', () => {
  it.each([
    ['the line is busy', 'busy', 'busy'],
    ['the customer declines', 'manual', 'busy'],
  ])('because %s ends with the reason, and the CRM logs it', async (_case, behavior, reason) => {
    const phone = freshPhone();
    await simulator.setPhone(phone, behavior);
    const answer = await post(endpoints, callRequested({ phone, opportunityId: 'opp-1001' }));
    if (behavior === 'manual') {
      await waitFor('the phone to ring', async () => {
        const [contact] = await simulator.contactsOf(answer.body.callId);
        return contact?.state === 'ringing';
      });
      await simulator.phone(phone, 'decline');
    }
    const call = await ended(answer.body.callId);
    expect(call.reason).toBe(reason);
    expect(call.answeredAt).toBeUndefined();
    // The calls of the test before may have taken this second's dials: then it has waited in line.
    const history = call.history.map(({ state }) => state).filter((state) => state !== 'queued');
    expect(history).toEqual(['requested', 'dialing', 'ended', 'completed']);
    const logged = await waitFor('the CRM to log the call', async () => {
      const known = await inTheCrm(answer.body.callId);
      return known?.state === 'completed' && known;
    });
    expect(logged).toMatchObject({ reason, endedAt: call.endedAt });
  });

  it('is heard out when the customer answers but no agent is there, and the flow says so', async () => {
    const phone = freshPhone();
    await simulator.setPhone(phone, 'answer');
    const answer = await post(endpoints, callRequested({ phone, agent: `nobody-${randomUUID()}` }));
    const call = await ended(answer.body.callId);
    expect(call.answeredAt).toBeDefined();
    expect(call.withAgentAt).toBeUndefined();
    const [contact] = await simulator.contactsOf(answer.body.callId);
    expect(contact?.flowTrace.length).toBeGreaterThan(3);
  });
});

describe('who may use the API', () => {
  it('is nobody without a token, nor with a changed one', async () => {
    for (const authorization of ['', 'Bearer nonsense', `Bearer ${ana.token.slice(0, -4)}AAAA`]) {
      const response = await fetch(`${endpoints.api}/calls?agent=me`, { headers: { authorization } });
      expect(response.status).toBe(401);
    }
  });

  it('is not somebody who can sign in but is no agent', async () => {
    const vera = await agentApi(endpoints, 'vera');
    expect(await vera.get('/calls?agent=me')).toMatchObject({ status: 403 });
  });
});
