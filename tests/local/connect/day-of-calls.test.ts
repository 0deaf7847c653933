import { describe, expect, it } from 'vitest';
import type { Contact } from '../../../local/connect/contacts/contact.ts';
import { contactRecord } from '../../../local/connect/events/contact-record.ts';
import { waitingMetricsOf } from '../../../local/connect/queues/metrics.ts';
import { SALES, type TestInstance } from './instance.ts';
import { CALLS, type Ledger, PATIENCE_S, simulateDay } from './support/simulated-day.ts';

const SEED_OF_THE_DAY = 20_261_124;
const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);
const span = (from: number | undefined, to: number | undefined): number => (to ?? Number.NaN) - (from ?? Number.NaN);

/** Contact ids are random: the first that appears is 1, and so on. */
const withoutIds = ({ events }: TestInstance): string => {
  const names = new Map<string, string>();
  return JSON.stringify(events).replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (id) => {
    const name = names.get(id) ?? `id-${names.size + 1}`;
    names.set(id, name);
    return name;
  });
};

describe('a day of 2,000 calls in seconds', () => {
  it('adds up to the millisecond', async () => {
    let atNoon: { waiting: number; expected: number } | undefined;
    const lookAtNoon = ({ engine }: TestInstance, ledger: Ledger) => {
      const queue = engine.instance.queues.find(({ id }) => id === SALES);
      if (queue === undefined) throw new Error('no queue');
      const gaveUp = [...engine.contacts.values()].filter(
        ({ id, disconnectedAt }) => disconnectedAt !== undefined && !ledger.acceptedAt.has(id),
      ).length;
      const callbacks = [...engine.contacts.values()].filter(
        ({ callback, enqueuedAt }) => callback && enqueuedAt,
      ).length;
      atNoon = {
        waiting: waitingMetricsOf(engine, queue).waiting,
        expected: ledger.arrivedOpen.length + ledger.arrivedClosed.length - gaveUp + callbacks - ledger.acceptedAt.size,
      };
    };
    const { instance, ledger } = await simulateDay(SEED_OF_THE_DAY, { atH: 12, see: lookAtNoon });
    const { engine } = instance;
    const contacts = [...engine.contacts.values()];
    const inbound = contacts.filter(({ initiationMethod }) => initiationMethod === 'INBOUND');
    const callbacks = contacts.filter(({ initiationMethod }) => initiationMethod === 'CALLBACK');
    const answered = contacts.filter(({ connectedToAgentAt }) => connectedToAgentAt !== undefined);

    expect(instance.steps.filter(({ title }) => title.endsWith(' broke'))).toEqual([]);
    expect(inbound.length).toBe(CALLS);
    expect(ledger.arrivedOpen.length + ledger.arrivedClosed.length).toBe(CALLS);
    expect(contacts.filter(({ state }) => state !== 'completed')).toEqual([]);
    for (const { assignments } of engine.agents.values()) expect(assignments).toEqual([]);

    // Who calls while it is closed is told so at once; who calls while it is open is served now or called back.
    const of = (id: string): Contact => engine.contacts.get(id) ?? expect.unreachable(id);
    for (const contact of ledger.arrivedClosed.map(of)) {
      expect([contact.enqueuedAt, span(contact.initiatedAt, contact.disconnectedAt)]).toEqual([undefined, 0]);
    }
    const open = ledger.arrivedOpen.map(of);
    const waitedInVain = open.filter(({ connectedToAgentAt }) => connectedToAgentAt === undefined);
    expect(callbacks.map(({ previousContactId }) => previousContactId).toSorted()).toEqual(
      waitedInVain.map(({ id }) => id).toSorted(),
    );
    expect(callbacks.length).toBeGreaterThan(10);
    for (const contact of waitedInVain)
      expect(span(contact.enqueuedAt, contact.disconnectedAt)).toBe(PATIENCE_S * 1_000);

    // Every time of every call, as the people of the day have it.
    for (const contact of answered) {
      const { id } = contact;
      expect(contact.acceptedAt).toBe(ledger.acceptedAt.get(id));
      expect(span(contact.connectedToAgentAt, contact.disconnectedAt)).toBe(ledger.talkMs.get(id));
      expect(span(contact.afterWorkStartedAt, contact.afterWorkEndedAt)).toBe(ledger.afterWorkMs.get(id));
      expect(contactRecord(engine, contact).Agent).toMatchObject({
        AgentInteractionDuration: Math.round((ledger.talkMs.get(id) ?? 0) / 1_000),
        AfterContactWorkDuration: Math.round((ledger.afterWorkMs.get(id) ?? 0) / 1_000),
      });
    }
    expect(answered.length).toBe(ledger.talkMs.size);
    expect(sum(contacts.map(({ agentConnectionAttempts }) => agentConnectionAttempts))).toBe(ledger.offers);
    expect(ledger.missed).toBeGreaterThan(10);

    // Each contact is told of once in each of its stages.
    const told = (type: string) => instance.events.filter(({ detail }) => Object(detail).eventType === type).length;
    expect({
      INITIATED: told('INITIATED'),
      CONNECTED_TO_AGENT: told('CONNECTED_TO_AGENT'),
      DISCONNECTED: told('DISCONNECTED'),
      COMPLETED: told('COMPLETED'),
    }).toEqual({
      INITIATED: contacts.length,
      CONNECTED_TO_AGENT: answered.length,
      DISCONNECTED: contacts.length,
      COMPLETED: contacts.length,
    });
    expect(atNoon?.waiting).toBe(atNoon?.expected);
  }, 60_000);

  it('is the same day again from the same seed, and another one from another', async () => {
    const unseen = { atH: 12, see: () => undefined };
    const [one, same, other] = [
      await simulateDay(7, unseen),
      await simulateDay(7, unseen),
      await simulateDay(8, unseen),
    ].map(({ instance }) => withoutIds(instance));
    expect(same === one).toBe(true);
    expect(other === one).toBe(false);
  }, 60_000);
});
