/**
 * The asking agent lets it ring; the product's own queue flow moves the customer to the fallback queue, where a colleague
 * takes the call. For Connect these are two contacts, for everybody else it is one call.
 */
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { CallView } from '../../functions/core/contracts/call.ts';
import { type AgentApi, agentApi } from '../system/agent-api.ts';
import { simulatorOf } from '../system/simulator.ts';
import { type Softphone, signIn } from '../system/softphone.ts';
import { callRequested, freshPhone, post } from '../system/source.ts';
import { waitFor } from '../system/wait-for.ts';

/** The queue flow waits for two rounds of music of 22 s each before it gives up the agent. */
const MOVED_WITHIN_MS = 55_000;
const OPPORTUNITY = 'opp-1001';

const endpoints = inject('endpoints');
const simulator = simulatorOf(endpoints);
let ana: AgentApi;
let ben: AgentApi;
let phones: Record<'ana' | 'ben', Softphone>;
beforeAll(async () => {
  [ana, ben] = await Promise.all([agentApi(endpoints, 'ana'), agentApi(endpoints, 'ben')]);
  phones = { ana: await signIn(endpoints, 'ana'), ben: await signIn(endpoints, 'ben') };
});
afterAll(() => Promise.all([phones.ana.setStatus('Offline'), phones.ben.setStatus('Offline')]));

const callOf = async (callId: string): Promise<CallView> => (await ana.get<CallView>(`/calls/${callId}`)).body;
const callIn = (callId: string, state: CallView['state']) =>
  waitFor(`the call to be ${state}`, async () => {
    const call = await callOf(callId);
    return call.state === state && call;
  });
const ringing = (phone: Softphone, withinMs?: number) =>
  waitFor('the softphone to ring', () => phone.ringing(), withinMs === undefined ? {} : { withinMs });

it('a call that its agent misses lives on in the fallback queue, and ends once, with the colleague who took it', async () => {
  await phones.ana.setStatus('Available');
  const phone = freshPhone();
  await simulator.setPhone(phone, 'answer');
  const { body } = await post(endpoints, callRequested({ phone, opportunityId: OPPORTUNITY }));
  const { callId } = body;
  const first = await ringing(phones.ana);

  await waitFor('the flow to move the customer', async () => (await simulator.contactsOf(callId)).length === 2, {
    withinMs: MOVED_WITHIN_MS,
    everyMs: 250,
  });
  const [next] = (await simulator.contactsOf(callId)).filter(({ contactId }) => contactId !== first);
  const waiting = await callIn(callId, 'answered');
  expect(waiting).not.toHaveProperty('endedAt');

  await phones.ben.setStatus('Available');
  const taken = await ringing(phones.ben);
  expect(taken).toBe(next?.contactId);
  const context = await ben.get(`/calls/by-connect-contact/${taken}/context`);
  expect(context.body).toMatchObject({ found: 'one', callId, context: { opportunity: { id: OPPORTUNITY } } });
  await phones.ben.accept(taken);
  expect(await callIn(callId, 'with_agent')).toMatchObject({ agentUsername: 'ana', takenBy: 'ben' });

  await simulator.phone(phone, 'hangup');
  expect(await callIn(callId, 'ended')).toMatchObject({ reason: 'customer-hung-up' });
  await phones.ben.clear(taken);
  const done = await callIn(callId, 'completed');
  expect(done).toMatchObject({ connectContactId: first, agentUsername: 'ana', takenBy: 'ben' });
  expect(done.history.map(({ state }) => state)).toEqual([
    ...['requested', 'dialing', 'answered', 'with_agent', 'ended', 'completed'],
  ]);
  const { calls: own } = (await ben.get<{ calls: readonly CallView[] }>('/calls?agent=me')).body;
  expect(own.map((call) => call.callId)).toContain(callId);

  const logged = await waitFor('the CRM to log the end', async () => {
    const response = await fetch(`${endpoints.console}/crm/opportunities/${OPPORTUNITY}`);
    const { calls } = (await response.json()) as { calls: readonly CallView[] };
    const known = calls.filter((call) => call.callId === callId);
    return known[0]?.state === 'completed' && known;
  });
  expect(logged).toMatchObject([{ takenBy: 'ben', reason: 'customer-hung-up', endedAt: done.endedAt }]);
  await phones.ana.clear(first);
}, 90_000);
