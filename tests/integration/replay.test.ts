/** `npm run replay` on the running system: what died is worked on after all. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GetQueueAttributesCommand, ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import type { CallView } from '../../functions/core/contracts/call.ts';
import { type AgentApi, agentApi } from '../system/agent-api.ts';
import { simulatorOf } from '../system/simulator.ts';
import { callRequested, freshPhone, post, SOURCE_ID } from '../system/source.ts';
import { waitFor } from '../system/wait-for.ts';

const endpoints = inject('endpoints');
const simulator = simulatorOf(endpoints);
const { aws: endpoint, region, credentials } = endpoints;
const sqs = new SQSClient({ endpoint, region, credentials });
const root = join(import.meta.dirname, '../..');
let ana: AgentApi;
let queues: readonly string[] = [];

beforeAll(async () => {
  ana = await agentApi(endpoints, 'ana');
  ({ QueueUrls: queues = [] } = await sqs.send(new ListQueuesCommand({})));
  await simulator.setQuotas({ default: { perSecond: 1_000, burst: 1_000 }, concurrentCalls: 1_000 });
});
afterEach(() => simulator.setFaults([]));
afterAll(() => sqs.destroy());

const queueLike = (pattern: RegExp): string => queues.find((url) => pattern.test(url)) ?? expect.fail(`${pattern}`);
const bury = (queueUrl: string, message: unknown) =>
  sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) }));

async function waitingIn(queueUrl: string): Promise<number> {
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
  const { Attributes: counts } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...names] }),
  );
  return names.reduce((sum, name) => sum + Number(counts?.[name]), 0);
}

/** As an operator runs it. */
async function replay(stack: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['bin/replay.ts', '--stack', stack], {
    cwd: root,
    env: {
      ...{ PATH: process.env.PATH, AWS_ENDPOINT_URL: endpoint, AWS_REGION: region },
      ...{ AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey },
    },
  });
  return stdout;
}

describe('npm run replay', () => {
  it('puts back the messages of queues and the events of functions, and they are worked on', async () => {
    const dialDead = queueLike(/Dial.*DeadLetters/i);
    const eventsDead = queueLike(/applycontactevent.*deadletters/i);
    const stack = dialDead.split('/').at(-1)?.split(/-Dial/i)[0] ?? '';

    const phone = freshPhone();
    await simulator.setPhone(phone, 'busy');
    await simulator.setFaults(
      ['DISCONNECTED', 'COMPLETED'].map((type) => ({ operation: `event:${type}`, drop: true, count: 1 })),
    );
    const { callId } = (await post(endpoints, callRequested({ phone, opportunityId: 'opp-1001' }))).body;
    const [contact] = await waitFor('Connect to end the call', async () => {
      const contacts = await simulator.contactsOf(callId);
      return contacts.some(({ events }) => events.length >= 3) && contacts;
    });
    const at = new Date().toISOString();
    await bury(eventsDead, {
      ...{ id: 'event-1', source: 'aws.connect', 'detail-type': 'Amazon Connect Contact Event', time: at },
      detail: {
        ...{ eventType: 'COMPLETED', contactId: contact?.contactId, channel: 'VOICE', initiationMethod: 'API' },
        ...{ initiationTimestamp: at, disconnectTimestamp: at },
      },
    });
    await bury(dialDead, { sourceId: SOURCE_ID, requestId: 'nobody-knows-it' });

    const told = await replay(stack);
    for (const queue of [dialDead, eventsDead]) expect(told).toContain(`${queue.split('/').at(-1)}: about 1 put back`);
    // Every dead-letter queue is asked, and nothing else is put back.
    const lines = told.trim().split('\n');
    expect(lines.filter((line) => line.endsWith(': empty')).length).toBe(lines.length - 2);
    expect(lines.length).toBeGreaterThan(5);
    const call = await waitFor('the call to be completed', async () => {
      const { body } = await ana.get<CallView>(`/calls/${callId}`);
      return body.state === 'completed' && body;
    });
    expect(call.reason).toBe('busy');
    await waitFor('the queues to be empty', async () => {
      const waiting = await Promise.all([dialDead, eventsDead, queueLike(/applycontactevent.*replay/i)].map(waitingIn));
      return waiting.every((count) => count === 0);
    });
  });

  it('says so when there is no such stack', async () => {
    await expect(replay('nothing-of-ours')).rejects.toThrow(/no stack nothing-of-ours/);
  });
});
