/** Agent-first calls on the running system: the task, the preview, the dial by the connector's leave, and every end of it. */
import { ConnectClient, StopContactCommand } from '@aws-sdk/client-connect';
import { afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { CallState, CallView, DialPermission } from '../../functions/core/contracts/call.ts';
import type { TraceStep } from '../../local/parts.ts';
import { type AgentApi, agentApi } from '../system/agent-api.ts';
import { simulatorOf } from '../system/simulator.ts';
import { type Softphone, signIn } from '../system/softphone.ts';
import { callRequested, freshPhone, post } from '../system/source.ts';
import { waitFor } from '../system/wait-for.ts';

const endpoints = inject('endpoints');
const simulator = simulatorOf(endpoints);
let [ana, softphone]: [AgentApi, Softphone] = [] as never;
beforeAll(async () => {
  ana = await agentApi(endpoints, 'ana');
  softphone = await signIn(endpoints, 'ana');
  await simulator.setQuotas({ default: { perSecond: 1_000, burst: 1_000 }, concurrentCalls: 1_000 });
});
afterEach(async () => {
  for (const [id, state] of Object.entries(await softphone.onDesk())) if (state === 'ended') await softphone.clear(id);
  await softphone.setStatus('Offline');
});

async function ask(phone: string): Promise<string> {
  const order = callRequested({ phone, call: { mode: 'agent-first' } });
  const { status, body } = await post(endpoints, order);
  expect([status, body.status, body.reason]).toEqual([202, 'queued', 'agent-preview']);
  return body.callId;
}
const read = async (callId: string) => (await ana.get<CallView>(`/calls/${callId}`)).body;
const reaches = (callId: string, state: CallState) =>
  waitFor(`call ${callId} to be ${state}`, async () => {
    const call = await read(callId);
    return call.state === state && call;
  });
const deskIs = (id: string, state: string) =>
  waitFor(`contact ${id} to be ${state} on the desk`, async () => (await softphone.onDesk())[id] === state);

/** The task on the agent's desk. */
async function accept(callId: string): Promise<string> {
  await softphone.setStatus('Available');
  const task = await waitFor('the task to be offered', () => softphone.ringing());
  expect((await simulator.contactsOf(callId)).map(({ contactId }) => contactId)).toEqual([task]);
  await softphone.accept(task);
  await waitFor('the connector to know who previews', async () => (await read(callId)).preview?.acceptedAt);
  return task;
}
const dial = (callId: string) => ana.send<DialPermission>('POST', `/calls/${callId}/dial`);

/** What the demo CRM has applied of what it was told about the call, by type. */
async function toldOf(callId: string): Promise<readonly string[]> {
  const { steps } = (await (await fetch(`${endpoints.console}/trace`)).json()) as { steps: readonly TraceStep[] };
  return steps.flatMap((step) => {
    const [, type] = /^received (call\.\w+): applied$/.exec(step.title) ?? [];
    return step.callId === callId && type !== undefined ? [type] : [];
  });
}

describe('an agent-first call', () => {
  it('is previewed, dialled, spoken, logged once, and its task ends with it', async () => {
    const phone = freshPhone();
    await simulator.setPhone(phone, 'manual');
    const callId = await ask(phone);
    const task = await accept(callId);
    const { status, body } = await dial(callId);
    expect([status, body]).toEqual([200, { outcome: 'allowed', phone, relatedContactId: task }]);
    await softphone.dial(phone, task);
    const { connectContactId = '' } = await reaches(callId, 'dialing');
    await waitFor('the phone to ring', async () =>
      (await simulator.contactsOf(callId)).some(
        ({ contactId, state }) => contactId === connectContactId && state === 'ringing',
      ),
    );
    await simulator.phone(phone, 'answer');
    await reaches(callId, 'with_agent');
    await simulator.phone(phone, 'hangup');
    await reaches(callId, 'ended');
    await deskIs(task, 'connected');
    await softphone.clear(connectContactId);
    const call = await reaches(callId, 'completed');
    expect(call).toMatchObject({ mode: 'agent-first', reason: 'customer-hung-up', takenBy: 'ana' });
    expect(call.history.map(({ state }) => state)).toEqual([
      'requested',
      'queued',
      'dialing',
      'answered',
      'with_agent',
      'ended',
      'completed',
    ]);
    await deskIs(task, 'ended');
    const contacts = await simulator.contactsOf(callId);
    expect(contacts.map(({ contactId }) => contactId).sort()).toEqual([task, connectContactId].sort());
    await waitFor('the CRM to be told', async () => (await toldOf(callId)).includes('call.completed'));
    expect((await toldOf(callId)).toSorted()).toEqual([
      'call.answered',
      'call.completed',
      'call.dialing',
      'call.ended',
    ]);
  });

  it('is discarded with a reason: the task is gone, and the CRM is told', async () => {
    const callId = await ask(freshPhone());
    const task = await accept(callId);
    const answer = await ana.send<CallView>('POST', `/calls/${callId}/discard`, { reason: 'already-handled' });
    expect(answer).toMatchObject({
      status: 200,
      body: { state: 'failed', reason: 'preview-discarded', discarded: { reason: 'already-handled', by: 'ana' } },
    });
    await deskIs(task, 'ended');
    await waitFor('the CRM to be told', async () => (await toldOf(callId)).includes('call.failed'));
    expect((await dial(callId)).status).toBe(409);
  });

  it('expires when its task ends before anybody took it', async () => {
    const callId = await ask(freshPhone());
    const [task] = await waitFor('the task', async () => {
      const contacts = await simulator.contactsOf(callId);
      return contacts.length > 0 && contacts;
    });
    const { connect: endpoint, region, credentials, instanceId } = endpoints;
    const connect = new ConnectClient({ endpoint, region, credentials });
    await connect.send(new StopContactCommand({ InstanceId: instanceId, ContactId: task?.contactId }));
    expect(await reaches(callId, 'expired')).toMatchObject({ reason: 'no-agent' });
  });

  it('is not dialled when the number came on the do-not-call list during the preview', async () => {
    const phone = freshPhone();
    const callId = await ask(phone);
    const task = await accept(callId);
    const listed = await post(endpoints, {
      ...{ type: 'do-not-call.added', timestamp: new Date().toISOString() },
      data: { numbers: [phone] },
    });
    expect(listed.status).toBe(202);
    expect((await dial(callId)).body).toEqual({ outcome: 'refused', reason: 'do-not-call', state: 'blocked' });
    expect(await read(callId)).toMatchObject({ state: 'blocked', reason: 'do-not-call' });
    await deskIs(task, 'ended');
  });

  it('is cancelled while it waits for its agent, and the agent is never offered it', async () => {
    const callId = await ask(freshPhone());
    await waitFor('the connector to know the task', async () => (await read(callId)).preview);
    expect((await ana.send('DELETE', `/calls/${callId}`)).status).toBe(200);
    const [contact] = await simulator.contactsOf(callId);
    expect(contact?.state).toBe('completed');
  });
});
