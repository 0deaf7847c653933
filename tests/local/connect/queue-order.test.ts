/**
 * Who gets which contact next, against a small model of what the Administrator Guide says: "Queues: standard and agent", "How
 * routing works", "Routing profiles", "Channels and concurrency".
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Contact } from '../../../local/connect/contacts/contact.ts';
import { createContact } from '../../../local/connect/contacts/create-contact.ts';
import { disconnect } from '../../../local/connect/contacts/disconnect.ts';
import { enqueue } from '../../../local/connect/contacts/run-contact-flow.ts';
import type { Queue } from '../../../local/connect/instance.ts';
import type { Channel } from '../../../local/connect/routing-profile.ts';
import { SALES, type TestInstance, testInstance } from './instance.ts';

const RECEPTION = '7a1e0000-0000-4000-8000-000000000002';
const queueOf = ({ engine }: TestInstance, wanted: (queue: Queue) => boolean): Queue => {
  const queue = engine.instance.queues.find(wanted);
  if (queue === undefined) throw new Error('no such queue');
  return queue;
};
const standard = (instance: TestInstance, queueId: string) =>
  queueOf(instance, ({ id, type }) => type === 'STANDARD' && id === queueId);
const enter = (instance: TestInstance, queue: Queue, change: Partial<Contact> = {}, channel: Channel = 'TASK') => {
  const contact = createContact(instance.engine, { initiationMethod: 'API', channel, name: 'x' });
  Object.assign(contact, change);
  enqueue(instance.engine, contact, queue);
  return contact;
};
const profileOf = ({ engine }: TestInstance) => {
  const [profile] = engine.instance.routingProfiles.values();
  if (profile === undefined) throw new Error('no profile');
  return profile;
};
const deskOf = (instance: TestInstance, username: string) =>
  instance.agents.snapshot(username).contacts.map(({ contactId }) => contactId);
const finish = async (instance: TestInstance, username: string, contact: Contact) => {
  await instance.perform(username, 'acceptContact', { contactId: contact.id });
  await instance.scheduler.advance(10);
  disconnect(instance.engine, contact, 'API');
  await instance.perform(username, 'clearContact', { contactId: contact.id });
};

interface Order {
  readonly where: 'sales' | 'reception' | 'own';
  readonly priority: number;
  readonly adjustS: number;
  readonly gapS: number;
}

const order: fc.Arbitrary<Order> = fc.record({
  where: fc.constantFrom('sales', 'reception', 'own'),
  priority: fc.integer({ min: 1, max: 5 }),
  adjustS: fc.integer({ min: -60, max: 60 }),
  gapS: fc.integer({ min: 0, max: 20 }),
});

describe('the next contact of an agent', () => {
  it('is that of the own queue, then of the profile’s priority, then of its own priority and age', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(order, { minLength: 1, maxLength: 12 }),
        fc.record({ sales: fc.integer({ min: 1, max: 3 }), reception: fc.integer({ min: 1, max: 3 }) }),
        async (orders, priorities) => {
          const instance = testInstance();
          const profile = profileOf(instance);
          profile.queues = profile.queues.map((entry) => ({
            ...entry,
            priority: entry.queueId === SALES ? priorities.sales : priorities.reception,
          }));
          const waiting: { contact: Contact; rank: readonly number[] }[] = [];
          for (const [index, { where, priority, adjustS, gapS }] of orders.entries()) {
            await instance.scheduler.advance(gapS * 1_000);
            const queue =
              where === 'own'
                ? queueOf(instance, ({ username }) => username === 'ana')
                : standard(instance, where === 'sales' ? SALES : RECEPTION);
            const contact = enter(instance, queue, { queuePriority: priority, queueTimeAdjustmentS: adjustS });
            const age = instance.scheduler.now() - adjustS * 1_000;
            waiting.push({ contact, rank: [where === 'own' ? 0 : priorities[where], priority, age, index] });
          }
          const model = waiting
            .toSorted(
              (one, other) =>
                one.rank.map((part, index) => part - (other.rank[index] ?? 0)).find((part) => part !== 0) ?? 0,
            )
            .map(({ contact }) => contact);
          await instance.setStatus('ana', 'Available');
          for (const expected of model) {
            expect(deskOf(instance, 'ana')).toEqual([expected.id]);
            await finish(instance, 'ana', expected);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('comes to who has been idle longest, and not before the delay of the profile', async () => {
    const instance = testInstance();
    await instance.setStatus('ben', 'Available');
    await instance.scheduler.advance(1_000);
    await instance.setStatus('ana', 'Available');
    const profile = profileOf(instance);
    profile.queues = profile.queues.map((entry) => ({ ...entry, delayS: entry.queueId === SALES ? 30 : 0 }));
    const late = enter(instance, standard(instance, SALES));
    const soon = enter(instance, standard(instance, RECEPTION));
    expect(deskOf(instance, 'ben')).toEqual([soon.id]);
    await instance.scheduler.advance(19_000);
    expect(deskOf(instance, 'ana')).toEqual([]);
    await instance.perform('ben', 'acceptContact', { contactId: soon.id });
    await instance.scheduler.advance(11_000);
    expect(deskOf(instance, 'ana')).toEqual([late.id]);
  });

  it('with the timer TIME_SINCE_LAST_INBOUND goes to who got one longest ago, whatever was idle in between', async () => {
    const instance = testInstance();
    const sales = standard(instance, SALES);
    for (const timer of ['TIME_SINCE_LAST_INBOUND', 'TIME_SINCE_LAST_ACTIVITY'] as const) {
      profileOf(instance).availabilityTimer = timer;
      await instance.setStatus('ana', 'Available');
      await instance.scheduler.advance(1_000);
      const first = enter(instance, sales);
      await finish(instance, 'ana', first);
      await instance.setStatus('ana', 'Lunch');
      await instance.setStatus('ben', 'Available');
      const second = enter(instance, sales);
      await finish(instance, 'ben', second);
      await instance.scheduler.advance(1_000);
      // Ana comes back last, but her last contact is older.
      await instance.setStatus('ana', 'Available');
      const third = enter(instance, sales);
      expect(deskOf(instance, timer === 'TIME_SINCE_LAST_INBOUND' ? 'ana' : 'ben')).toEqual([third.id]);
      disconnect(instance.engine, third, 'API');
      await instance.setStatus('ana', 'Offline');
      await instance.setStatus('ben', 'Offline');
    }
  });
});

describe('channels at once', () => {
  const busyWithTask = async (crossChannel: readonly Channel[]) => {
    const instance = testInstance();
    Object.assign(profileOf(instance), { crossChannel, concurrency: { VOICE: 1, TASK: 2 } });
    await instance.setStatus('ana', 'Available');
    const sales = standard(instance, SALES);
    const task = enter(instance, sales);
    await instance.perform('ana', 'acceptContact', { contactId: task.id });
    await instance.scheduler.advance(10);
    return { instance, sales };
  };

  it('are not offered by default: on a task the agent gets tasks only', async () => {
    const { instance, sales } = await busyWithTask([]);
    const call = enter(instance, sales, {}, 'VOICE');
    const second = enter(instance, sales);
    expect(call.state).toBe('queued');
    expect(deskOf(instance, 'ana')).toContain(second.id);
  });

  it('are offered while every channel on the desk allows it', async () => {
    const { instance, sales } = await busyWithTask(['TASK']);
    const call = enter(instance, sales, {}, 'VOICE');
    expect(deskOf(instance, 'ana')).toContain(call.id);
    // A voice contact does not allow others, so that no task comes beside it, though the agent has room for one.
    const second = enter(instance, sales);
    expect(second.state).toBe('queued');
  });
});
