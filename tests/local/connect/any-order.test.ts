import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CtiError } from '../../../local/connect/agent-session.ts';
import { disconnect } from '../../../local/connect/contacts/disconnect.ts';
import { startOutbound } from '../../../local/connect/contacts/start-outbound.ts';
import { startTask } from '../../../local/connect/contacts/tasks.ts';
import type { Engine } from '../../../local/connect/engine.ts';
import type { Flow } from '../../../local/connect/instance.ts';
import { offer } from '../../../local/connect/queues/dispatch.ts';
import { waitingIn } from '../../../local/connect/queues/waiting.ts';
import { addQuickConnects, checkLive, quickConnect } from './desk.ts';
import { action, SALES, type TestInstance, TO_AGENT_QUEUE, testInstance } from './instance.ts';

const NUMBERS = ['+14155550101', '+14155550102'];
const USERS = ['ana', 'ben'];
const OPERATIONS = [
  'acceptContact',
  'rejectContact',
  'clearContact',
  'destroyContact',
  'holdCustomer',
  'resumeCustomer',
  'dropOwn',
  'dropCustomer',
  'addThird',
  'confer',
  'toggle',
  'dialOut',
  'toColleague',
  'toTeam',
  'blindToTeam',
  'dropOther',
  'completeContact',
  'pauseContact',
  'resumeContact',
  'giveAway',
  'Available',
  'Offline',
] as const;

/** Weighted so that most calls reach an agent before something goes wrong. */
const step = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('dial' as const),
      number: fc.constantFrom(...NUMBERS),
      user: fc.constantFrom(...USERS),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('phone' as const),
      number: fc.constantFrom(...NUMBERS),
      does: fc.constantFrom('answer' as const, 'decline' as const, 'hangUp' as const),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('agent' as const),
      user: fc.constantFrom(...USERS),
      does: fc.constantFrom('acceptContact' as const, 'clearContact' as const),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('agent' as const),
      user: fc.constantFrom(...USERS),
      does: fc.constantFrom(...OPERATIONS),
    }),
  },
  { weight: 1, arbitrary: fc.record({ task: fc.constantFrom(...USERS) }) },
  { weight: 1, arbitrary: fc.record({ pushTo: fc.constantFrom(...USERS) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      ms: fc.constantFrom<number[]>(10, 500, 500, 5_000, 25_000),
    }),
  },
);

const agentDoes = async (instance: TestInstance, user: string, does: (typeof OPERATIONS)[number]) => {
  const { perform, agents } = instance;
  const [contact] = agents.snapshot(user).contacts;
  const contactId = contact?.contactId ?? 'none';
  const connection = (own: boolean) => ({
    contactId,
    connectionId:
      contact?.connections.find(({ type, initial }) => (own ? type === 'agent' : initial))?.connectionId ?? 'none',
  });
  switch (does) {
    case 'holdCustomer':
      return perform(user, 'holdConnection', connection(false));
    case 'resumeCustomer':
      return perform(user, 'resumeConnection', connection(false));
    case 'dropOwn':
      return perform(user, 'destroyConnection', connection(true));
    case 'dropCustomer':
      return perform(user, 'destroyConnection', connection(false));
    case 'addThird':
      return perform(user, 'createAdditionalConnection', {
        contactId,
        endpoint: { type: 'phone_number', phoneNumber: NUMBERS[1] },
      });
    case 'toColleague':
      return perform(user, 'createAdditionalConnection', {
        contactId,
        endpoint: quickConnect(user === 'ana' ? 'ben' : 'ana'),
      });
    case 'toTeam':
      return perform(user, 'createAdditionalConnection', { contactId, endpoint: quickConnect('team') });
    case 'blindToTeam':
      return perform(user, 'transferContact', { contactId, endpoint: quickConnect('team') });
    case 'dropOther':
      return perform(user, 'destroyConnection', {
        contactId,
        connectionId: contact?.connections.findLast(({ type, initial }) => type !== 'agent' && !initial)?.connectionId,
      });
    case 'confer':
      return perform(user, 'conferenceConnections', { contactId });
    case 'toggle':
      return perform(user, 'toggleActiveConnections', { contactId });
    case 'dialOut':
      return perform(user, 'createOutboundContact', { endpoint: { type: 'phone_number', phoneNumber: NUMBERS[0] } });
    case 'giveAway':
      return perform(user, 'addNewConnection', {
        contactId,
        endpoint: {
          type: 'agent',
          endpointARN: instance.engine.instance.users.find(({ username }) => username !== user)?.arn,
        },
      });
    case 'Available':
    case 'Offline':
      return instance.setStatus(user, does);
    default:
      return perform(user, does, { contactId });
  }
};

/** The queue flow gives up an agent's queue after 22 seconds, and the whole call after that, for a callback. */
const flows = (instance: TestInstance): Flow => {
  const whisper = instance.addFlow('whisper', 'AGENT_WHISPER', [
    action('say', 'MessageParticipant', { Text: 'Somebody you know.' }, 'end'),
    action('end', 'EndFlowExecution'),
  ]);
  const queue = instance.addFlow('queue', 'CUSTOMER_QUEUE', [
    action(
      'music',
      'MessageParticipantIteratively',
      { Messages: [{ Text: 'Please wait.' }], InterruptFrequencySeconds: '22' },
      'move',
      { conditions: [['Equals', 'MessagesInterrupted', 'which']] },
    ),
    action('which', 'Compare', { ComparisonValue: '$.Attributes.moved' }, 'mark', {
      errors: { NoMatchingCondition: 'mark' },
      conditions: [['Equals', 'yes', 'number']],
    }),
    action('mark', 'UpdateContactAttributes', { Attributes: { moved: 'yes' } }, 'move', {
      errors: { NoMatchingError: 'move' },
    }),
    action('move', 'DequeueContactAndTransferToQueue', { QueueId: SALES }, 'music', {
      errors: { QueueAtCapacity: 'end', NoMatchingError: 'music' },
    }),
    action('number', 'UpdateContactCallbackNumber', { CallbackNumber: '$.CustomerEndpoint.Address' }, 'callback', {
      errors: { InvalidCallbackNumber: 'end', CallbackNumberNotDialable: 'end' },
    }),
    action(
      'callback',
      'CreateCallbackContact',
      { InitialCallDelaySeconds: '2', MaximumConnectionAttempts: '2', RetryDelaySeconds: '3' },
      'end',
      { errors: { NoMatchingError: 'end' } },
    ),
    action('end', 'DisconnectParticipant'),
  ]);
  const hold = instance.addFlow('hold', 'CUSTOMER_HOLD', [
    action('music', 'MessageParticipantIteratively', { Messages: [{ Text: 'One moment.' }] }, 'music'),
  ]);
  return instance.addFlow('outbound', 'CONTACT_FLOW', [
    action('hook', 'UpdateContactEventHooks', { EventHooks: { CustomerQueue: queue.id } }, 'hook2'),
    action('hook2', 'UpdateContactEventHooks', { EventHooks: { AgentWhisper: whisper.id } }, 'hook3'),
    action('hook3', 'UpdateContactEventHooks', { EventHooks: { CustomerHold: hold.id } }, 'target'),
    ...TO_AGENT_QUEUE,
  ]);
};

/** What AssociateContactWithUser does: a contact that waits rings at an agent who has one already. */
const push = (engine: Engine, username: string): void => {
  const contact = waitingIn(engine).find(({ state }) => state === 'queued');
  const agent = engine.agents.get(username);
  const free = agent?.assignments.every(({ state }) => state !== 'connecting' && state !== 'incoming');
  if (contact !== undefined && agent !== undefined && free && agent.assignments.length < 2)
    offer(engine, contact, agent);
};

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
const agent = (user: string, does: 'acceptContact' | 'clearContact'): Step => ({ kind: 'agent', user, does });
const wait = (ms: number): Step => ({ kind: 'wait', ms });

/** Tried in every run, so that it is not left to chance whether a callback is attempted and a task worked on. */
const SURE_TO_REACH: Step[] = [
  ...[{ kind: 'dial', number: '+14155550101', user: 'ana' } as const, wait(25_000), wait(25_000)],
  ...[agent('ana', 'clearContact'), wait(500), agent('ana', 'acceptContact'), wait(500)],
  ...[agent('ben', 'clearContact'), { task: 'ben' }, wait(500), agent('ben', 'acceptContact'), wait(500)],
];

describe('whatever happens in whatever order', () => {
  it('every contact ends once, with its events in order, and leaves no line and no desk occupied', async () => {
    const reached = { callbacks: 0, tasks: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 60, size: 'max' }), async (steps) => {
        const instance = testInstance();
        const { engine, scheduler } = instance;
        const flow = flows(instance);
        addQuickConnects(instance);
        const taskFlow = instance.addFlow('tasks', 'CONTACT_FLOW', TO_AGENT_QUEUE);
        for (const number of NUMBERS) engine.phones.setBehavior(number, 'answer', 200);
        for (const user of USERS) await instance.setStatus(user, 'Available');
        for (const taken of steps) {
          if ('ms' in taken) await scheduler.advance(taken.ms);
          else if ('task' in taken)
            startTask(engine, { flow: taskFlow, name: 'task', attributes: { agentUsername: taken.task } });
          else if ('pushTo' in taken) push(engine, taken.pushTo);
          else if ('does' in taken && 'number' in taken) engine.phones[taken.does](taken.number);
          else if ('does' in taken) {
            await agentDoes(instance, taken.user, taken.does).catch((error: unknown) => {
              if (!(error instanceof CtiError)) throw error;
            });
          } else {
            startOutbound(engine, {
              customerPhone: taken.number,
              attributes: { agentUsername: taken.user },
              flow,
              ringTimeoutMs: 60_000,
            });
          }
          await scheduler.advance(1);
          checkLive(instance);
        }
        reached.callbacks += [...engine.contacts.values()].filter(
          ({ callback }) => callback?.attemptsLeft === 1,
        ).length;
        reached.tasks += [...engine.contacts.values()].filter(
          ({ channel, connectedToAgentAt }) => channel === 'TASK' && connectedToAgentAt !== undefined,
        ).length;
        for (const contact of engine.contacts.values()) disconnect(engine, contact, 'API');
        for (const user of USERS) {
          for (const { contactId } of instance.agents.snapshot(user).contacts) {
            await instance.perform(user, 'clearContact', { contactId });
          }
        }
        await scheduler.advance(120_000);

        for (const contact of engine.contacts.values()) {
          expect(contact.state).toBe('completed');
          const types = contact.events
            .map(({ eventType }) => eventType)
            .filter((type) => !['CONTACT_DATA_UPDATED', 'PAUSED', 'RESUMED'].includes(type));
          expect(types[0]).toBe('INITIATED');
          expect(types.slice(-2)).toEqual(['DISCONNECTED', 'COMPLETED']);
          expect(new Set(types).size).toBe(types.length);
          expect(contact.pausedMs).toBeLessThanOrEqual((contact.disconnectedAt ?? 0) - contact.initiatedAt);
          expect(contact.holdMs).toBeGreaterThanOrEqual(0);
          expect(contact.holdMs).toBeLessThanOrEqual((contact.disconnectedAt ?? 0) - contact.initiatedAt);
          if (contact.disconnectReason !== undefined)
            expect(contact.legs.filter(({ state }) => state !== 'disconnected')).toEqual([]);
        }
        expect(engine.phones.list().filter(({ line }) => line !== undefined)).toEqual([]);
        for (const user of USERS) expect(instance.agents.snapshot(user).contacts).toEqual([]);
        expect(engine.runtimes.size).toBe(0);
      }),
      { numRuns: 150, examples: [[SURE_TO_REACH]] },
    );
    expect(reached.callbacks).toBeGreaterThan(0);
    expect(reached.tasks).toBeGreaterThan(0);
  });
});
