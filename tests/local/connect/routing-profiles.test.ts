import { describe, expect, it } from 'vitest';
import { createCallback } from '../../../local/connect/contacts/callback.ts';
import { startOutbound } from '../../../local/connect/contacts/start-outbound.ts';
import { findQueue } from '../../../local/connect/instance.ts';
import { offer } from '../../../local/connect/queues/dispatch.ts';
import { everyQueue } from '../../../local/connect/routing-profile.ts';
import { underConcurrencyLimit } from '../../../local/connect/telephony/destinations.ts';
import { action, SALES, SEED, type TestInstance, testInstance } from './instance.ts';

const RECEPTION = '7a1e0000-0000-4000-8000-000000000002';

const to = (instance: TestInstance, queueId: string) =>
  instance.addFlow(`to-${queueId}`, 'CONTACT_FLOW', [
    action('target', 'UpdateContactTargetQueue', { QueueId: queueId }, 'queue', { errors: { NoMatchingError: 'end' } }),
    action('queue', 'TransferContactToQueue', {}, 'end', {
      errors: { QueueAtCapacity: 'full', NoMatchingError: 'end' },
    }),
    action('full', 'UpdateContactAttributes', { Attributes: { full: 'yes' } }, 'end', {
      errors: { NoMatchingError: 'end' },
    }),
    action('end', 'DisconnectParticipant'),
  ]);
let numbers = 0;
const call = async (instance: TestInstance, queueId: string) => {
  numbers += 1;
  const customerPhone = `+1415556${String(numbers).padStart(4, '0')}`;
  instance.engine.phones.setBehavior(customerPhone, 'answer', 0);
  const contact = startOutbound(instance.engine, { customerPhone, flow: to(instance, queueId), ringTimeoutMs: 60_000 });
  await instance.scheduler.advance(1_000);
  return contact;
};
/** Gives ana a profile of her own. */
const profile = (instance: TestInstance, queues: readonly { queueId: string; priority: number; delayS: number }[]) => {
  const { routingProfiles, users } = instance.engine.instance;
  const own = {
    ...everyQueue({ id: 'p', name: 'Own' }, SEED.queues),
    queues: queues.map((entry) => ({ ...entry, channel: 'VOICE' as const })),
  };
  routingProfiles.set('p', own);
  for (const user of users) if (user.username === 'ana') user.routingProfileId = 'p';
};
const ringing = (instance: TestInstance, username: string) =>
  instance.agents.snapshot(username).contacts.map(({ contactId }) => contactId);

describe('a routing profile', () => {
  it('says which queue comes first, whoever has waited longer', async () => {
    const instance = testInstance();
    profile(instance, [
      { queueId: SALES, priority: 2, delayS: 0 },
      { queueId: RECEPTION, priority: 1, delayS: 0 },
    ]);
    await call(instance, SALES);
    const preferred = await call(instance, RECEPTION);
    await instance.setStatus('ana', 'Available');
    expect(ringing(instance, 'ana')).toEqual([preferred.id]);
  });

  it('keeps queues it does not have from the agent', async () => {
    const instance = testInstance();
    profile(instance, [{ queueId: RECEPTION, priority: 1, delayS: 0 }]);
    await instance.setStatus('ana', 'Available');
    const contact = await call(instance, SALES);
    expect(contact.state).toBe('queued');
    await instance.setStatus('ben', 'Available');
    expect(ringing(instance, 'ben')).toEqual([contact.id]);
  });

  it('gives a contact to agents with a delay only when it has waited so long', async () => {
    const instance = testInstance();
    profile(instance, [{ queueId: SALES, priority: 1, delayS: 30 }]);
    await instance.setStatus('ana', 'Available');
    const contact = await call(instance, SALES);
    await instance.scheduler.advance(28_000);
    expect(ringing(instance, 'ana')).toEqual([]);
    await instance.scheduler.advance(2_000);
    expect(ringing(instance, 'ana')).toEqual([contact.id]);
  });

  it('lets an agent of no voice concurrency have no calls', async () => {
    const instance = testInstance();
    profile(instance, [{ queueId: SALES, priority: 1, delayS: 0 }]);
    Object.assign(instance.engine.instance.routingProfiles.get('p') ?? {}, { concurrency: { VOICE: 0, TASK: 1 } });
    await instance.setStatus('ana', 'Available');
    expect((await call(instance, SALES)).state).toBe('queued');
  });
});

describe('a queue with a limit', () => {
  it('sends who comes too many down the QueueAtCapacity branch', async () => {
    const instance = testInstance();
    const queue = findQueue(instance.engine.instance, SALES);
    if (queue !== undefined) queue.maxContacts = 2;
    const [first, second, third] = [
      await call(instance, SALES),
      await call(instance, SALES),
      await call(instance, SALES),
    ];
    expect([first?.state, second?.state]).toEqual(['queued', 'queued']);
    expect(third).toMatchObject({ state: 'completed', attributes: { full: 'yes' } });
  });
});

describe('an agent with two calls', () => {
  it('holds one while talking on the other, and ends each by itself', async () => {
    const instance = testInstance();
    await instance.setStatus('ana', 'Available');
    const first = await call(instance, SALES);
    await instance.perform('ana', 'acceptContact', { contactId: first.id });
    await instance.scheduler.advance(100);
    const second = await call(instance, SALES);
    const agent = instance.engine.agents.get('ana');
    if (agent === undefined) throw new Error('ana is missing');
    offer(instance.engine, second, agent);
    await instance.perform('ana', 'acceptContact', { contactId: second.id });
    await instance.scheduler.advance(100);
    const customers = () => [first, second].map((contact) => contact.legs.find(({ initial }) => initial)?.state);
    expect(customers()).toEqual(['hold', 'connected']);
    const leg = first.legs.find(({ initial }) => initial);
    await instance.perform('ana', 'resumeConnection', { contactId: first.id, connectionId: leg?.id });
    expect(customers()).toEqual(['connected', 'hold']);
    expect(instance.agents.snapshot('ana').state.name).toBe('Busy');

    await instance.perform('ana', 'destroyContact', { contactId: first.id });
    expect(instance.agents.snapshot('ana').state.name).toBe('Busy');
    await instance.perform('ana', 'clearContact', { contactId: first.id });
    const third = await call(instance, SALES);
    expect(third.state).toBe('queued');
    await instance.perform('ana', 'destroyContact', { contactId: second.id });
    await instance.perform('ana', 'clearContact', { contactId: second.id });
    expect(ringing(instance, 'ana')).toEqual([third.id]);
  });
});

describe('an agent who accepts by itself', () => {
  it('is connected without a touch', async () => {
    const instance = testInstance();
    await instance.setStatus('ana', 'Available');
    await instance.perform('ana', 'updateAgentConfiguration', { configuration: { softphoneAutoAccept: true } });
    const contact = await call(instance, SALES);
    expect(contact).toMatchObject({ state: 'connected', agent: 'ana' });
  });
});

describe('a callback that waits', () => {
  it('does not count as a call of the instance', async () => {
    const instance = testInstance();
    const contact = await call(instance, SALES);
    const queue = findQueue(instance.engine.instance, SALES);
    if (queue === undefined) throw new Error('the queue is missing');
    const callback = createCallback(instance.engine, {
      previous: contact,
      customerPhone: '+14155559999',
      queue,
      initialDelayS: 0,
      attempts: 1,
      retryDelayS: 1,
    });
    await instance.scheduler.advance(10);
    expect(callback.state).toBe('queued');
    instance.engine.quotas.replace({ ...instance.engine.quotas.settings(), concurrentCalls: 2 });
    expect(underConcurrencyLimit(instance.engine)).toBe(true);
    instance.engine.quotas.replace({ ...instance.engine.quotas.settings(), concurrentCalls: 1 });
    expect(underConcurrencyLimit(instance.engine)).toBe(false);
  });
});
