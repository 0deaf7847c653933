/** Things break on the running system: the answer of Connect, of the table, of a queue, events, the CRM. */
import { randomUUID } from 'node:crypto';
import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { CallView } from '../../functions/core/contracts/call.ts';
import type { DialQueueMessage } from '../../functions/core/contracts/queue-messages.ts';
import { type AgentApi, agentApi } from '../system/agent-api.ts';
import { simulatorOf } from '../system/simulator.ts';
import { callRequested, freshPhone, post, SOURCE_ID } from '../system/source.ts';
import { waitFor } from '../system/wait-for.ts';

const endpoints = inject('endpoints');
const simulator = simulatorOf(endpoints);
let ana: AgentApi;

async function put(url: string, body: unknown): Promise<void> {
  const response = await fetch(url, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`);
}
const awsFaults = (faults: readonly unknown[]) => put(`${endpoints.aws}/_local/faults`, faults);
const crmFails = (failNext: number) => put(`${endpoints.console}/crm/faults`, { failNext });
const crmFailuresLeft = async (): Promise<number> => {
  const response = await fetch(`${endpoints.console}/crm/faults`);
  return ((await response.json()) as { failNext: number }).failNext;
};
/** More failures than any test uses up: other calls may still be reporting. */
const DOWN = 1_000;

beforeAll(async () => {
  ana = await agentApi(endpoints, 'ana');
  await simulator.setQuotas({ default: { perSecond: 1_000, burst: 1_000 }, concurrentCalls: 1_000 });
});
afterEach(async () => {
  await Promise.all([awsFaults([]), simulator.setFaults([]), crmFails(0)]);
});

/** A request for a phone that is busy: a whole call in a moment. */
async function busyCall() {
  const phone = freshPhone();
  await simulator.setPhone(phone, 'busy');
  const request = callRequested({ phone, opportunityId: 'opp-1001' });
  const id = `msg_${randomUUID()}`;
  return { ask: () => post(endpoints, request, { id }), comeSafetyNet: () => sendSafetyNet(id) };
}

/** The message that follows every request after a minute, now. */
const sendSafetyNet = (requestId: string): Promise<void> => sendToDialQueue({ sourceId: SOURCE_ID, requestId });

/** A look at a call that is otherwise taken a quarter of an hour after its start. */
const lookAt = (callId: string): Promise<void> =>
  sendToDialQueue({
    ...{ type: 'watch', sourceId: SOURCE_ID, opportunityId: 'opp-1001', callId },
    wakeAt: new Date().toISOString(),
  });

async function sendToDialQueue(message: DialQueueMessage): Promise<void> {
  const { aws: endpoint, region, credentials } = endpoints;
  const sqs = new SQSClient({ endpoint, region, credentials });
  const { QueueUrls: urls = [] } = await sqs.send(new ListQueuesCommand({}));
  const [dialQueue] = urls.filter((url) => /Dial(?!.*DeadLetters)/.test(url));
  await sqs.send(new SendMessageCommand({ QueueUrl: dialQueue, MessageBody: JSON.stringify(message) }));
  sqs.destroy();
}

const completed = (callId: string) =>
  waitFor(`call ${callId} to be completed`, async () => {
    const { body } = await ana.get<CallView>(`/calls/${callId}`);
    return body.state === 'completed' && body;
  });

async function logsOf(callId: string): Promise<readonly CallView[]> {
  const response = await fetch(`${endpoints.console}/crm/opportunities/opp-1001`);
  const { calls } = (await response.json()) as { calls: readonly CallView[] };
  return calls.filter((call) => call.callId === callId);
}

const logged = (callId: string) =>
  waitFor(
    `the CRM to log the end of ${callId}`,
    async () => {
      const logs = await logsOf(callId);
      return logs.some(({ state }) => state === 'completed') && logs;
    },
    { withinMs: 40_000 },
  );

/** One contact, one record, one log, all with the same end. */
async function expectOneCall(callId: string): Promise<void> {
  const call = await completed(callId);
  expect(call.history.map(({ state }) => state).filter((state) => state !== 'queued')).toEqual([
    ...['requested', 'dialing', 'ended', 'completed'],
  ]);
  expect(call.reason).toBe('busy');
  expect(await simulator.contactsOf(callId)).toHaveLength(1);
  expect(await logged(callId)).toMatchObject([{ state: 'completed', reason: 'busy', endedAt: call.endedAt }]);
}

describe('one call is made and logged once, although', () => {
  it('Connect starts it and then answers with an error', async () => {
    const { ask } = await busyCall();
    const fault = { operation: 'StartOutboundVoiceContact', error: 'InternalServiceException', afterwards: true };
    await simulator.setFaults([{ ...fault, count: 1 }]);
    const answer = await ask();
    expect(answer.status).toBe(202);
    await expectOneCall(answer.body.callId);
    const again = await ask();
    expect(again).toMatchObject({ status: 202, body: { callId: answer.body.callId } });
    expect(await simulator.contactsOf(answer.body.callId)).toHaveLength(1);
  });

  it('the table stores the request and loses its answer', async () => {
    const { ask } = await busyCall();
    const fault = { service: 'dynamodb', operation: 'PutItem', error: 'connection-lost', when: 'after' };
    await awsFaults([{ ...fault, count: 1 }]);
    const answer = await ask();
    expect(answer.status).toBe(202);
    await expectOneCall(answer.body.callId);
  });

  it.each([
    [
      'the table loses the answer for good',
      { service: 'dynamodb', operation: 'PutItem', error: 'connection-lost', when: 'after', count: 2 },
    ],
    [
      'the safety net cannot be sent',
      { service: 'sqs', operation: 'SendMessage', resource: 'Dial', error: 'connection-lost', count: 2 },
    ],
  ])('%s, so that the source has to ask again', async (_case, fault) => {
    const { ask, comeSafetyNet } = await busyCall();
    await awsFaults([fault]);
    expect((await ask()).status).toBe(503);
    const answer = await ask();
    expect(answer.status).toBe(202);
    await comeSafetyNet();
    await expectOneCall(answer.body.callId);
  });

  it('its first event is lost and the others come twice', async () => {
    const { ask } = await busyCall();
    await simulator.setFaults([
      { operation: 'event:INITIATED', drop: true, count: 1 },
      { operation: 'event:DISCONNECTED', double: true },
      { operation: 'event:COMPLETED', double: true },
    ]);
    const answer = await ask();
    await expectOneCall(answer.body.callId);
  });

  it('the CRM is down when it is told', async () => {
    const { ask } = await busyCall();
    await crmFails(DOWN);
    const { callId } = (await ask()).body;
    await completed(callId);
    await waitFor('the CRM to have been told in vain', async () => (await crmFailuresLeft()) < DOWN);
    expect(await logsOf(callId)).toEqual([]);
    await crmFails(0);
    await expectOneCall(callId);
  });

  it('its last events are lost', async () => {
    const { ask } = await busyCall();
    await simulator.setFaults([
      { operation: 'event:DISCONNECTED', drop: true, count: 1 },
      { operation: 'event:COMPLETED', drop: true, count: 1 },
    ]);
    const { callId } = (await ask()).body;
    await waitFor('Connect to end it', async () =>
      (await simulator.contactsOf(callId)).some(({ events }) => events.length >= 3),
    );
    // The first event may still be on its way, and by it the record knows which contact to look at.
    await waitFor('the first event to be recorded', async () => {
      const { body } = await ana.get<CallView>(`/calls/${callId}`);
      return body.connectContactId !== undefined;
    });
    await lookAt(callId);
    await expectOneCall(callId);
  });
});
