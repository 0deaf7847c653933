/** Contact events through the real handler, over the real stores and a Connect that knows the calls of the test. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import type { WriteBackMessage } from '#core/contracts/queue-messages.ts';
import type { StoredCall } from '#core/ports/call-store.ts';
import { AT, KEY, later } from './opportunities.ts';
import { startTestServices, type TestServices } from './test-services.ts';
import { startTestTable, type TestTable } from './test-table.ts';

export let test: TestTable;
export let services: TestServices;
let handler: typeof import('../../../functions/apply-contact-event/handler.ts').handler;
let count = 0;

/** To be called once at the top of a test file. */
export function useContactEvents(): void {
  beforeAll(async () => {
    test = await startTestTable();
    services = await startTestServices(test);
    ({ handler } = await import('../../../functions/apply-contact-event/handler.ts'));
  });
  afterAll(async () => {
    await services.stop();
    await test.stop();
  });
  beforeEach(() => services.reset());
}

export type Detail = Readonly<Record<string, unknown>>;
/** How Connect says that a time is not set. */
export const EPOCH = '1970-01-01T00:00:00.001Z';

/** A call that is answered after one minute, reaches an agent after two, ends after five, and is wrapped up after six. */
export function eventsOf(
  connectContactId: string,
  changes: Detail = {},
): Record<'initiated' | 'answered' | 'queued' | 'withAgent' | 'ended' | 'completed', Detail> {
  const common = {
    contactId: connectContactId,
    channel: 'VOICE',
    initiationMethod: 'API',
    initiationTimestamp: AT,
    ...changes,
  };
  const answered = { ...common, connectedToSystemTimestamp: later(1) };
  const agentInfo = { agentArn: 'arn:agent', connectedToAgentTimestamp: later(2) };
  const ended = { ...answered, agentInfo, disconnectTimestamp: later(5) };
  return {
    initiated: { ...common, eventType: 'INITIATED', connectedToSystemTimestamp: EPOCH },
    answered: { ...answered, eventType: 'CONNECTED_TO_SYSTEM' },
    queued: { ...answered, eventType: 'QUEUED', queueInfo: { enqueueTimestamp: later(1) } },
    withAgent: { ...answered, agentInfo, eventType: 'CONNECTED_TO_AGENT' },
    ended: { ...ended, eventType: 'DISCONNECTED' },
    completed: {
      ...ended,
      eventType: 'COMPLETED',
      agentInfo: { ...agentInfo, afterContactWorkEndTimestamp: later(6) },
    },
  };
}

/** As EventBridge delivers an event of its own id. */
export const send = (detail: Detail | undefined) => handler({ id: randomUUID(), detail, time: later(9) });

/** A new outbound call at Connect, answered and hung up by the customer. */
export function newCall(disconnectReason = 'CUSTOMER_DISCONNECT') {
  count += 1;
  const ids = { callId: `call-${count}`, connectContactId: `cc-${count}`, requestId: `msg-${count}` };
  services.contacts.set(ids.connectContactId, {
    attributes: { ...KEY, callId: ids.callId, contactId: 'c-1', contactName: 'Dana Reyes', agentUsername: 'ana' },
    contact: { Id: ids.connectContactId, DisconnectReason: disconnectReason },
  });
  const requested: StoredCall = {
    ...{ ...KEY, callId: ids.callId, requestId: ids.requestId, direction: 'outbound', state: 'requested' },
    ...{ contactId: 'c-1', contactName: 'Dana Reyes', agentUsername: 'ana', phone: '+14155550101' },
    ...{ requestedAt: later(-1), history: [{ state: 'requested', at: later(-1) }], version: 0 },
  };
  const key = { ...KEY, callId: ids.callId };
  const calls = dynamodbCallStore(test.table);
  return {
    ...ids,
    events: eventsOf(ids.connectContactId),
    project: () => calls.change(key, requested, (call) => call),
    read: () => calls.get(key),
    told: () => (services.messages as WriteBackMessage[]).map(({ type }) => type),
  };
}
