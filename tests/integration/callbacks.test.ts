/** Callbacks and calls at another time on the running system, with the real roles, queue and schedules. */
import { randomUUID } from 'node:crypto';
import { GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallView } from '../../functions/core/contracts/call.ts';
import type { OpportunityContext } from '../../functions/core/contracts/opportunity-context.ts';
import { type AgentApi, agentApi } from '../system/agent-api.ts';
import { type ReceivingCrm, startReceivingCrm } from '../system/receiving-crm.ts';
import { type RunningSystem, startRunningSystem } from '../system/running-system.ts';
import { simulatorOf } from '../system/simulator.ts';
import { callRequested, freshPhone, post } from '../system/source.ts';
import { waitFor } from '../system/wait-for.ts';

const SOURCE = 'plain';
const DAY = 86_400_000;
const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1_000).toISOString();

let system: RunningSystem;
let crm: ReceivingCrm;
let ana: AgentApi;
let simulator: ReturnType<typeof simulatorOf>;

beforeAll(async () => {
  crm = await startReceivingCrm(() => system.endpoints);
  const callbackUrl = crm.callbackUrl(SOURCE);
  system = await startRunningSystem([{ id: SOURCE, kind: 'generic', callbackUrl }]);
  ana = await agentApi(system.endpoints, 'ana', system.file);
  simulator = simulatorOf(system.endpoints);
});
afterAll(async () => {
  await system?.stop();
  await crm?.stop();
});

async function ask(notBefore?: string) {
  const [phone, opportunityId] = [freshPhone(), `opp-${randomUUID()}`];
  await simulator.setPhone(phone, 'busy');
  const request = callRequested({ phone, opportunityId, ...(notBefore !== undefined && { call: { notBefore } }) });
  const { status, body } = await post(system.endpoints, request, { sourceId: SOURCE });
  expect(status).toBe(202);
  return { callId: body.callId, phone, opportunityId };
}

const callOf = async (callId: string) => (await ana.get<CallView>(`/calls/${callId}`)).body;
const reached = (callId: string, state: CallView['state']) =>
  waitFor(`${callId} to be ${state}`, async () => {
    const call = await callOf(callId);
    return call.state === state && call;
  });
const save = (callId: string, followUpAt: string | null) =>
  ana.send<CallView>('PUT', `/calls/${callId}/outcome`, { disposition: 'follow-up', notes: '', followUpAt });
const move = (callId: string, notBefore: string) => ana.send<CallView>('PATCH', `/calls/${callId}`, { notBefore });
/** Busy is an end after which an outcome may be saved. */
async function ended() {
  const asked = await ask();
  await reached(asked.callId, 'completed');
  return asked;
}

async function scheduledAt(callId: string, time: string): Promise<void> {
  const { aws: endpoint, region, credentials } = system.endpoints;
  const scheduler = new SchedulerClient({ endpoint, region, credentials });
  const named = { Name: callId, GroupName: 'opportunity-cti-wake-ups' };
  // In whole seconds, never early.
  const expression = `at(${new Date(Math.ceil(Date.parse(time) / 1_000) * 1_000).toISOString().slice(0, 19)})`;
  await waitFor(`the schedule ${expression}`, async () => {
    const schedule = await scheduler.send(new GetScheduleCommand(named)).catch(() => undefined);
    return schedule?.ScheduleExpression === expression;
  });
}

describe('a callback', () => {
  it('rings the same person at its time, is told to the CRM as the outcome’s and stands in the opportunity', async () => {
    const { callId, phone, opportunityId } = await ended();
    const followUpAt = inSeconds(4);
    const { status, body } = await save(callId, followUpAt);
    expect(status).toBe(200);
    const callbackId = body.followUpCallId ?? '';
    const told = await waitFor('the CRM to hear of the callback', async () =>
      crm.told(SOURCE, callId).find(({ data }) => 'followUp' in data && data.followUp !== undefined),
    );
    expect(told).toMatchObject({
      type: 'call.completed',
      data: { followUp: { callId: callbackId, dueAt: followUpAt } },
    });
    expect(await reached(callbackId, 'scheduled')).toMatchObject({ dueAt: followUpAt, reason: 'not-before' });
    expect(await simulator.contactsOf(callbackId)).toEqual([]);

    const made = await reached(callbackId, 'completed');
    expect(made).toMatchObject({ phone, contactId: 'c-1', agentUsername: 'ana', followUpOf: callId });
    expect(Date.parse(made.dialingAt ?? '')).toBeGreaterThanOrEqual(Date.parse(followUpAt));
    expect(await simulator.contactsOf(callbackId)).toHaveLength(1);
    await crm.hears(SOURCE, callbackId, 'call.completed');
    const { calls } = (await ana.get<OpportunityContext>(`/opportunities/${SOURCE}/${opportunityId}`)).body;
    expect(new Set(calls.map((call) => call.callId))).toEqual(new Set([callId, callbackId]));
  });

  it('of next week is a schedule, moves with the outcome, and is cancelled when it is taken away', async () => {
    const { callId } = await ended();
    const [nextWeek, tomorrow] = [inSeconds(7 * 86_400), inSeconds(86_400)];
    const callbackId = (await save(callId, nextWeek)).body.followUpCallId ?? '';
    await scheduledAt(callbackId, nextWeek);
    await save(callId, tomorrow);
    await scheduledAt(callbackId, tomorrow);
    await save(callId, null);
    expect(await reached(callbackId, 'failed')).toMatchObject({ reason: 'cancelled' });
    expect((await crm.hears(SOURCE, callbackId, 'call.failed')).data.call).toMatchObject({ followUpOf: callId });

    const again = inSeconds(3);
    await save(callId, again);
    const next = await waitFor('another callback', async () => {
      const { followUpCallId } = await callOf(callId);
      return followUpCallId !== callbackId && followUpCallId;
    });
    await reached(next, 'completed');
    expect(await simulator.contactsOf(callbackId)).toEqual([]);
  });

  it('in the past or beyond a year is refused by name', async () => {
    const { callId } = await ended();
    for (const at of [-3_600, 400 * 86_400]) {
      expect(await save(callId, inSeconds(at))).toMatchObject({
        ...{ status: 422, body: { errors: [{ field: 'followUpAt', pointer: '#/followUpAt' }] } },
      });
    }
    expect(await callOf(callId)).not.toHaveProperty('outcome');
  });
});

describe('a call that waits', () => {
  it('is moved to a later time and not made before; its timeline says by whom', async () => {
    const { callId, opportunityId } = await ask(inSeconds(5));
    const later = inSeconds(8);
    expect(await move(callId, later)).toMatchObject({ status: 200, body: { state: 'scheduled', dueAt: later } });
    const made = await reached(callId, 'completed');
    expect(Date.parse(made.dialingAt ?? '')).toBeGreaterThanOrEqual(Date.parse(later));
    expect(await move(callId, inSeconds(60))).toMatchObject({ status: 409, body: { code: 'not-ready' } });
    const { activity } = (await ana.get<OpportunityContext>(`/opportunities/${SOURCE}/${opportunityId}`)).body;
    expect(activity).toMatchObject([{ type: 'call.moved', by: 'ana', subjectId: callId }]);
  });

  it('is brought forward from a time for which it was scheduled', async () => {
    const { callId } = await ask(new Date(Date.now() + 3 * DAY).toISOString());
    const tomorrow = new Date(Date.now() + DAY).toISOString();
    await move(callId, tomorrow);
    await scheduledAt(callId, tomorrow);
    await move(callId, inSeconds(2));
    await reached(callId, 'completed');
    expect(await simulator.contactsOf(callId)).toHaveLength(1);
  });

  it('is moved and cancelled by its source’s signature', async () => {
    const { callId } = await ask(inSeconds(3_600));
    const signed = async (method: string, body = '') => {
      const [id, at] = [`msg_${randomUUID()}`, new Date()];
      const signature = new Webhook(system.endpoints.sources[SOURCE]?.secret ?? '').sign(id, at, body);
      const headers = {
        ...{ 'webhook-id': id, 'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)) },
        ...{ 'webhook-signature': signature, 'content-type': 'application/json' },
      };
      const url = `${system.endpoints.api}/calls/${callId}`;
      const response = await fetch(url, { method, headers, ...(body !== '' && { body }) });
      return { status: response.status, body: (await response.json()) as CallView };
    };
    const notBefore = inSeconds(7_200);
    expect(await signed('PATCH', JSON.stringify({ notBefore }))).toMatchObject({ status: 200, body: { notBefore } });
    expect(await signed('DELETE')).toMatchObject({ status: 200, body: { state: 'failed', reason: 'cancelled' } });
    await crm.hears(SOURCE, callId, 'call.failed');
    const nobody = await fetch(`${system.endpoints.api}/calls/${callId}`, { method: 'DELETE' });
    expect(nobody.status).toBe(401);
  });
});
