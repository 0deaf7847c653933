/**
 * A day in a call centre: 2,000 customers call within 24 hours, ten agents answer while it is open, miss some calls, do their
 * after-contact work; who waits three minutes is called back. The ledger counts beside the instance, from what people do.
 */
import type { Agent, Assignment } from '../../../../local/connect/agents/agent.ts';
import { receiveInbound } from '../../../../local/connect/contacts/receive-inbound.ts';
import { mulberry32 } from '../../../reliability/support/random.ts';
import { action, SALES, SEED, type TestInstance, testInstance } from '../instance.ts';

const HOUR_MS = 3_600_000;
export const DAY_STARTS_AT = Date.parse('2026-11-24T00:00:00Z');
export const CALLS = 2_000;
export const OPEN_FROM_H = 8;
export const OPEN_UNTIL_H = 18;
/** How long a customer waits in the queue before the flow offers to call back. */
export const PATIENCE_S = 180;
const AGENTS = 10;
const MISSES = 0.08;
const CALLBACK_FROM_S = 30;

export interface Ledger {
  readonly arrivedOpen: string[];
  readonly arrivedClosed: string[];
  /** Milliseconds by contact id. */
  readonly acceptedAt: Map<string, number>;
  readonly talkMs: Map<string, number>;
  readonly afterWorkMs: Map<string, number>;
  offers: number;
  missed: number;
}

const FLOW = [
  action('queue', 'UpdateContactTargetQueue', { QueueId: SALES }, 'hours', { errors: { NoMatchingError: 'end' } }),
  action('hours', 'CheckHoursOfOperation', {}, 'end', {
    errors: { NoMatchingError: 'end' },
    conditions: [
      ['Equals', 'True', 'hook'],
      ['Equals', 'False', 'end'],
    ],
  }),
  action('hook', 'UpdateContactEventHooks', { EventHooks: { CustomerQueue: 'flow-waiting' } }, 'transfer', {
    errors: { NoMatchingError: 'end' },
  }),
  action('transfer', 'TransferContactToQueue', {}, 'end', {
    errors: { QueueAtCapacity: 'end', NoMatchingError: 'end' },
  }),
  action('end', 'DisconnectParticipant'),
];
const WAITING_FLOW = [
  action('wait', 'Wait', { TimeLimitSeconds: String(PATIENCE_S) }, 'number', {
    conditions: [['Equals', 'WaitCompleted', 'number']],
    errors: { NoMatchingError: 'end' },
  }),
  action('number', 'UpdateContactCallbackNumber', { CallbackNumber: '$.CustomerEndpoint.Address' }, 'callback', {
    errors: { InvalidCallbackNumber: 'end', CallbackNumberNotDialable: 'end' },
  }),
  action(
    'callback',
    'CreateCallbackContact',
    { InitialCallDelaySeconds: String(CALLBACK_FROM_S), MaximumConnectionAttempts: '1', RetryDelaySeconds: '60' },
    'end',
    { errors: { NoMatchingError: 'end' } },
  ),
  action('end', 'DisconnectParticipant'),
];

const staffed = (): TestInstance =>
  testInstance({
    startAt: DAY_STARTS_AT,
    tuning: { postDialDelayMs: 0 },
    seed: {
      ...SEED,
      users: Array.from({ length: AGENTS }, (_, index) => ({
        id: `a9e00000-0000-4000-8000-0000000001${String(index).padStart(2, '0')}`,
        username: `agent-${index}`,
        name: `Agent ${index}`,
      })),
    },
  });

export const simulateDay = async (
  seed: number,
  look: { readonly atH: number; readonly see: (instance: TestInstance, ledger: Ledger) => void },
): Promise<{ instance: TestInstance; ledger: Ledger }> => {
  const random = mulberry32(seed);
  const between = (low: number, high: number) => Math.floor(low + random() * (high - low));
  const instance = staffed();
  const { engine, scheduler } = instance;
  for (const hours of engine.instance.hours.values()) {
    hours.openings = hours.openings.map(({ day }) => ({ day, start: OPEN_FROM_H * 60, end: OPEN_UNTIL_H * 60 }));
  }
  instance.addFlow('waiting', 'CUSTOMER_QUEUE', WAITING_FLOW);
  const flow = instance.addFlow('main', 'CONTACT_FLOW', FLOW);
  const ledger: Ledger = {
    arrivedOpen: [],
    arrivedClosed: [],
    acceptedAt: new Map(),
    talkMs: new Map(),
    afterWorkMs: new Map(),
    offers: 0,
    missed: 0,
  };

  /** What an agent does about a contact on the desk, once for each state it is in. */
  const seen = new WeakMap<Assignment, Set<string>>();
  const react = (agent: Agent, assignment: Assignment): void => {
    const { username } = agent.user;
    const { contact } = assignment;
    const contactId = contact.id;
    const after = (ms: number, act: () => Promise<unknown>) => scheduler.after(ms, () => void act());
    const clear = () => instance.perform(username, 'clearContact', { contactId });
    const since = scheduler.now();
    switch (assignment.state) {
      case 'incoming':
      case 'connecting':
        if (contact.state !== 'offered') return;
        ledger.offers += 1;
        if (random() < MISSES) return;
        after(between(1_000, 9_000), async () => {
          // The customer may have given up meanwhile.
          if (contact.state !== 'offered' || !agent.assignments.includes(assignment)) return;
          ledger.acceptedAt.set(contactId, scheduler.now());
          await instance.perform(username, 'acceptContact', { contactId });
        });
        return;
      case 'connected':
        after(between(60_000, 720_000), async () => {
          ledger.talkMs.set(contactId, scheduler.now() - since);
          if (random() < 0.5) await instance.perform(username, 'destroyContact', { contactId });
          else engine.phones.hangUp(contact.customerPhone ?? '');
        });
        return;
      case 'ended':
        after(between(5_000, 60_000), async () => {
          ledger.afterWorkMs.set(contactId, scheduler.now() - since);
          await clear();
        });
        return;
      default:
        ledger.missed += 1;
        after(3_000, clear);
    }
  };
  engine.changes.on('agent', (username) => {
    const agent = engine.agents.get(username);
    for (const assignment of agent?.assignments ?? []) {
      const states = seen.get(assignment) ?? new Set();
      seen.set(assignment, states);
      if (agent === undefined || states.has(assignment.state)) continue;
      states.add(assignment.state);
      react(agent, assignment);
    }
  });

  for (const { username } of engine.instance.users) await instance.setStatus(username, 'Available');
  for (let index = 0; index < CALLS; index += 1) {
    const from = `+1415${String(2_000_000 + index)}`;
    engine.phones.setBehavior(from, 'answer', 2_000);
    scheduler.after(between(0, 24 * HOUR_MS), () => {
      const { id } = receiveInbound(engine, { from, to: '+4930555010100', flow });
      const hour = (scheduler.now() - DAY_STARTS_AT) / HOUR_MS;
      (hour >= OPEN_FROM_H && hour < OPEN_UNTIL_H ? ledger.arrivedOpen : ledger.arrivedClosed).push(id);
    });
  }
  scheduler.after(look.atH * HOUR_MS, () => look.see(instance, ledger));
  // Those who are still talking at midnight have another two hours.
  await scheduler.advance(26 * HOUR_MS);
  return { instance, ledger };
};
