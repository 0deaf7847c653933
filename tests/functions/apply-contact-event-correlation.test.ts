import { describe, expect, it } from 'vitest';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { dynamodbRequestStore } from '#adapters/dynamodb-request-store.ts';
import { eventsOf, newCall, send, services, test, useContactEvents } from './support/contact-events.ts';
import { AT, contact, KEY, later, opportunity } from './support/opportunities.ts';

useContactEvents();

describe('the request behind a call', () => {
  const store = () => dynamodbRequestStore(test.table);
  const accept = ({ callId, requestId }: { callId: string; requestId: string }) =>
    store().accept({
      ...{ ...KEY, callId, requestId, receivedAt: AT },
      message: {
        ...{ opportunity: opportunity({ attributes: {} }), contacts: [contact('c-1')], documents: [] },
        call: { contactId: 'c-1', agent: { username: 'ana' }, mode: 'customer-first' },
      },
    });

  it('gets the Connect id for its duplicates when the call is dialled', async () => {
    const call = newCall();
    await accept(call);
    await call.project();
    await send(call.events.initiated);
    const { connectContactId } = call;
    expect((await store().get(KEY.sourceId, call.requestId))?.answer).toEqual({ status: 'dialing', connectContactId });
    await send(call.events.answered);
    expect((await store().get(KEY.sourceId, call.requestId))?.answer).toEqual({ status: 'dialing', connectContactId });
  });

  it('gets it from a later event when the projection came after the first', async () => {
    const call = newCall();
    await accept(call);
    await send(call.events.initiated);
    expect((await store().get(KEY.sourceId, call.requestId))?.answer).toBeUndefined();
    const { connectContactId } = call;
    expect((await call.project())?.call).toMatchObject({ requestId: call.requestId, connectContactId });
  });
});

describe('an inbound call', () => {
  it('has a record once the flow knows the opportunity, with the number that called', async () => {
    const connectContactId = 'cc-in-1';
    const events = eventsOf(connectContactId, { initiationMethod: 'INBOUND' });
    services.contacts.set(connectContactId, { attributes: {} });
    await send(events.initiated);
    expect(services.messages).toEqual([]);
    services.contacts.set(connectContactId, {
      attributes: { ...KEY, contactId: 'c-1', contactName: 'Dana Reyes' },
      contact: { CustomerEndpoint: { Address: '+14155550101' }, DisconnectReason: 'AGENT_DISCONNECT' },
    });
    for (const name of ['withAgent', 'queued', 'ended', 'completed'] as const) await send(events[name]);
    const call = await dynamodbCallStore(test.table).findByConnectContact(connectContactId);
    expect(call).toMatchObject({
      ...{
        direction: 'inbound',
        state: 'completed',
        reason: 'agent-hung-up',
        phone: '+14155550101',
        contactName: 'Dana Reyes',
      },
      ...{ requestedAt: AT, answeredAt: later(1), withAgentAt: later(2) },
    });
    expect(call?.callId).toMatch(/^call-[a-z2-7]{26}$/);
    expect(call).not.toHaveProperty('dialingAt');
    expect(services.messages).toMatchObject(
      // The first event of its record has it looked at later, in case the last ones are lost.
      ['watch', 'call.answered', 'call.ended', 'call.completed'].map((type) => ({ type })),
    );
  });
});
