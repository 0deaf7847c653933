import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { dynamodbErasureOrders } from '#adapters/dynamodb-erasure-orders.ts';
import type { WriteBackMessage } from '#core/contracts/queue-messages.ts';
import type { StoredCall } from '#core/ports/call-store.ts';
import { EPOCH, newCall, send, services, test, useContactEvents } from './support/contact-events.ts';
import { AT, later } from './support/opportunities.ts';

useContactEvents();

describe('contact events', () => {
  it('take a call from dialling to its end, with a message for each state and its own reason', async () => {
    const call = newCall();
    await call.project();
    for (const event of Object.values(call.events)) await send(event);
    expect(await call.read()).toMatchObject({
      ...{
        state: 'completed',
        reason: 'customer-hung-up',
        connectContactId: call.connectContactId,
        phone: '+14155550101',
      },
      ...{
        requestedAt: later(-1),
        dialingAt: AT,
        answeredAt: later(1),
        withAgentAt: later(2),
        endedAt: later(5),
        completedAt: later(6),
      },
    });
    expect(call.told()).toEqual(['call.dialing', 'call.answered', 'call.ended', 'call.completed']);
    const versions = (services.messages as WriteBackMessage[]).map(({ version }) => version);
    expect(versions).toEqual([...versions].sort((one, other) => one - other));
    expect(services.log.join('')).toContain(call.connectContactId);
    expect(services.log.join('')).not.toMatch(/Dana|\+1415|ana"/);
  });

  it('in any order, any of them twice, with the projection anywhere between, end in the same record', async () => {
    const order = ['initiated', 'answered', 'queued', 'withAgent', 'ended', 'completed', 'project'] as const;
    const reference = newCall();
    for (const name of order) await (name === 'project' ? reference.project() : send(reference.events[name]));
    const comparable = (
      call: StoredCall | undefined,
      { callId, connectContactId, requestId }: ReturnType<typeof newCall>,
    ) => {
      const text = JSON.stringify({
        ...call,
        version: 0,
        latestNews: undefined,
        history: call?.history.map(({ state, at }) => `${state} ${at}`),
      });
      const ids = [callId, connectContactId, requestId];
      return JSON.parse(ids.reduce((changed, id) => changed.replaceAll(`"${id}"`, '"id"'), text));
    };
    const expected = comparable(await reference.read(), reference);
    const orders = fc.shuffledSubarray([...order, ...order], {
      minLength: order.length * 2,
      maxLength: order.length * 2,
    });
    await fc.assert(
      fc.asyncProperty(orders, async (shuffled) => {
        services.reset();
        const call = newCall();
        for (const name of shuffled) await (name === 'project' ? call.project() : send(call.events[name]));
        expect(comparable(await call.read(), call)).toEqual(expected);
        expect([...call.told()].sort()).toEqual(['call.answered', 'call.completed', 'call.dialing', 'call.ended']);
      }),
      { numRuns: 20 },
    );
  });

  it('that come all at once are all kept', async () => {
    const call = newCall();
    await Promise.all([...Object.values(call.events).map(send), call.project()]);
    expect(await call.read()).toMatchObject({
      state: 'completed',
      dialingAt: AT,
      withAgentAt: later(2),
      requestId: call.requestId,
    });
    expect(new Set(call.told()).size).toBe(4);
  });

  it('that are repeated write nothing and tell nothing', async () => {
    const call = newCall();
    await call.project();
    await send(call.events.initiated);
    await send(call.events.answered);
    const before = await call.read();
    services.reset();
    await send(call.events.initiated);
    await send(call.events.answered);
    expect(await call.read()).toEqual(before);
    expect(services.messages).toEqual([]);
    expect(services.seen.operations.filter((operation) => /Put|Update|Send/.test(operation))).toEqual([]);
  });

  it('make good for events that were lost', async () => {
    const call = newCall();
    await call.project();
    await send(call.events.completed);
    expect(await call.read()).toMatchObject({
      state: 'completed',
      dialingAt: AT,
      answeredAt: later(1),
      withAgentAt: later(2),
      endedAt: later(5),
    });
    expect(call.told().sort()).toEqual(['call.answered', 'call.completed', 'call.dialing', 'call.ended']);
  });

  it('cost one index query and one put for a call that is known', async () => {
    const call = newCall();
    await call.project();
    await send(call.events.initiated);
    services.reset();
    await send(call.events.answered);
    expect(services.seen.operations.sort()).toEqual(['dynamodb:PutItem', 'dynamodb:Query', 'sqs:SendMessage']);
  });

  it.each([
    ['TELECOM_UNANSWERED', 'no-answer'],
    ['TELECOM_TIMEOUT', 'no-answer'],
    ['TELECOM_ORIGINATOR_CANCEL', 'no-answer'],
    ['RING_NO_ANSWER', 'no-answer'],
    ['TELECOM_BUSY', 'busy'],
    ['TELECOM_NUMBER_INVALID', 'invalid-number'],
    ['SOMETHING_NEW', undefined],
  ])('say why nobody was reached: %s is %s', async (disconnectReason, reason) => {
    const call = newCall(disconnectReason);
    await call.project();
    await send({
      ...call.events.initiated,
      eventType: 'DISCONNECTED',
      disconnectTimestamp: later(1),
      connectedToSystemTimestamp: EPOCH,
    });
    const ended = await call.read();
    expect(ended).toMatchObject({ state: 'ended', endedAt: later(1) });
    expect(ended?.reason).toBe(reason);
    expect(ended).not.toHaveProperty('answeredAt');
  });

  it('of a customer who waited in vain say that no agent was there', async () => {
    const call = newCall('CONTACT_FLOW_DISCONNECT');
    await send({ ...call.events.answered, eventType: 'DISCONNECTED', disconnectTimestamp: later(3) });
    expect(await call.read()).toMatchObject({ state: 'ended', reason: 'no-agent' });
  });

  it.each([
    ['VOICEMAIL_BEEP', 'CONTACT_FLOW_DISCONNECT', 'voicemail'],
    ['VOICEMAIL_NO_BEEP', 'CUSTOMER_DISCONNECT', 'voicemail'],
    ['VOICEMAIL_NO_BEEP', 'TELECOM_PROBLEM', 'service-error'],
    ['AMD_UNRESOLVED', 'CONTACT_FLOW_DISCONNECT', 'no-agent'],
    ['HUMAN_ANSWERED', 'CUSTOMER_DISCONNECT', 'customer-hung-up'],
  ])('of a call that was answered by %s and ended by %s say: %s', async (status, disconnectReason, reason) => {
    const ended = { eventType: 'DISCONNECTED', disconnectTimestamp: later(3) };
    const told = newCall(disconnectReason);
    await send({ ...told.events.answered, ...ended, answeringMachineDetectionStatus: status });
    expect(await told.read()).toMatchObject({ state: 'ended', reason });

    const asked = newCall(disconnectReason);
    const described = services.contacts.get(asked.connectContactId)?.contact ?? expect.fail();
    Object.assign(described, { AnsweringMachineDetectionStatus: status });
    await send({ ...asked.events.answered, ...ended });
    expect(await asked.read()).toMatchObject({ state: 'ended', reason });
  });

  it('are read whatever the case of their names', async () => {
    const call = newCall();
    const pascal = Object.fromEntries(
      Object.entries(call.events.answered ?? {}).map(([name, value]) => [
        `${name[0]?.toUpperCase()}${name.slice(1)}`,
        value,
      ]),
    );
    await send({ ...pascal, Channel: 'Voice' });
    expect(await call.read()).toMatchObject({ state: 'answered', answeredAt: later(1) });
  });

  it('that are none of our business are left alone', async () => {
    const call = newCall();
    services.contacts.set('cc-foreign', { attributes: { campaign: 'x' } });
    const { initiated } = call.events;
    for (const other of [
      { ...initiated, contactId: 'cc-foreign' },
      { ...initiated, contactId: 'cc-unknown' },
      { ...initiated, channel: 'CHAT' },
      { ...initiated, eventType: 'PAUSED' },
      { eventType: 'INITIATED' },
      undefined,
    ]) {
      await send(other);
    }
    expect(services.messages).toEqual([]);
    expect(await call.read()).toBeUndefined();
  });

  it('do not bring back an opportunity that was erased', async () => {
    const call = newCall();
    const gone = { sourceId: 'demo-crm', opportunityId: 'gone-1' };
    services.contacts.set(call.connectContactId, { attributes: { ...gone, callId: call.callId } });
    await dynamodbErasureOrders(test.table).record(gone, { at: later(3), markedAt: later(3) });
    await send(call.events.ended);
    expect(await dynamodbCallStore(test.table).get({ ...gone, callId: call.callId })).toBeUndefined();
    expect(services.messages).toEqual([]);
  });

  it('fail when Connect does not answer for now, so that they are delivered again', async () => {
    const call = newCall();
    services.refused.add('connect:GetContactAttributes');
    await expect(send(call.events.initiated)).rejects.toThrow('could not be processed');
    services.reset();
    await send(call.events.initiated);
    expect(call.told()).toEqual(['call.dialing']);
  });
});

describe('a queue that is not there', () => {
  it('costs the source no news: the redelivered event tells what was not told, once', async () => {
    const call = newCall();
    await call.project();
    services.refused.add('sqs:SendMessage');
    await expect(send(call.events.initiated)).rejects.toThrow('could not be processed');
    await expect(send(call.events.answered)).rejects.toThrow('could not be processed');
    expect(await call.read()).toMatchObject({ state: 'answered', untold: ['dialing', 'answered'] });
    services.reset();
    await send(call.events.answered);
    expect(call.told()).toEqual(['call.dialing', 'call.answered']);
    expect(await call.read()).not.toHaveProperty('untold');
    await send(call.events.initiated);
    expect(call.told()).toHaveLength(2);
  });
});
