/** An instance on virtual time, with what happened to it at hand. */

import type { AgentEngine } from '../../../local/connect/agent-session.ts';
import { createAgentEngine } from '../../../local/connect/agents/agent-engine.ts';
import type { Contact } from '../../../local/connect/contacts/contact.ts';
import { startOutbound } from '../../../local/connect/contacts/start-outbound.ts';
import { createEngine } from '../../../local/connect/create-engine.ts';
import type { Engine } from '../../../local/connect/engine.ts';
import type { Flow, FlowType, InstanceSeed } from '../../../local/connect/instance.ts';
import type { Tuning } from '../../../local/connect/tuning.ts';
import type { BusEvent, DeliveredRecord, StoredObject, TraceStep } from '../../../local/parts.ts';
import { type VirtualScheduler, virtualScheduler } from './virtual-scheduler.ts';

export const CUSTOMER = '+14155550101';
export const SALES = '7a1e0000-0000-4000-8000-000000000001';
export const MUSIC = '9c3f0000-0000-4000-8000-000000000001';
export const LOOK_UP = 'arn:aws:lambda:eu-central-1:123456789012:function:look-up-contact';
export const PLACE = {
  instanceId: '5f0b3a52-9c1d-4e8f-a1b2-c3d4e5f60718',
  region: 'eu-central-1',
  accountId: '123456789012',
};

export const SEED: InstanceSeed = {
  alias: 'test',
  queues: [
    { id: SALES, name: 'Sales' },
    { id: '7a1e0000-0000-4000-8000-000000000002', name: 'Reception' },
  ],
  prompts: [{ id: MUSIC, name: 'Music.wav' }],
  hoursOfOperation: [{ id: '3b2d0000-0000-4000-8000-000000000001', name: 'Always open' }],
  routingProfile: { id: '6d4c0000-0000-4000-8000-000000000001', name: 'Agents' },
  users: [
    { id: 'a9e00000-0000-4000-8000-000000000001', username: 'ana', name: 'Ana Flores' },
    { id: 'a9e00000-0000-4000-8000-000000000002', username: 'ben', name: 'Ben Okafor' },
  ],
  phoneNumbers: [{ id: '0d6c9a10-0000-4000-8000-000000000001', number: '+4930555010100', description: 'Main' }],
  quickConnects: [
    {
      id: '4f7b0000-0000-4000-8000-000000000001',
      name: 'Legal',
      config: { type: 'PHONE_NUMBER', phoneNumber: '+4930555010300' },
    },
  ],
};

export interface TestInstance {
  readonly engine: Engine;
  readonly agents: AgentEngine;
  readonly scheduler: VirtualScheduler;
  /** Events on the bus, in the order of delivery. */
  readonly events: BusEvent[];
  readonly steps: Omit<TraceStep, 'at'>[];
  /** What the instance put into buckets and streams. */
  readonly objects: StoredObject[];
  readonly streamed: DeliveredRecord[];
  readonly invocations: { functionArn: string; event: unknown }[];
  eventTypes(contact: Contact): string[];
  /** Puts a published flow into the instance without checking it. */
  addFlow(name: string, type: FlowType, actions: readonly object[]): Flow;
  dial(flow: Flow, attributes?: Record<string, string>): Contact;
  setStatus(username: string, name: string): Promise<void>;
  perform(username: string, operation: Parameters<AgentEngine['perform']>[1], params?: object): Promise<unknown>;
}

export const testInstance = (
  options: {
    tuning?: Partial<Tuning>;
    answer?: (event: unknown, attempt: number) => unknown;
    seed?: InstanceSeed;
    startAt?: number;
  } = {},
): TestInstance => {
  const scheduler = virtualScheduler(options.startAt);
  const events: BusEvent[] = [];
  const steps: Omit<TraceStep, 'at'>[] = [];
  const objects: StoredObject[] = [];
  const streamed: DeliveredRecord[] = [];
  const invocations: { functionArn: string; event: unknown }[] = [];
  const engine = createEngine({
    place: PLACE,
    seed: options.seed ?? SEED,
    scheduler,
    stopping: new AbortController().signal,
    ...(options.tuning !== undefined && { tuning: options.tuning }),
    trace: { record: (step) => void steps.push(step), recent: () => [], subscribe: () => () => undefined },
    surroundings: {
      putEvent: (event) => void events.push(event),
      putObject: async (object) => void objects.push(object),
      putStreamRecord: async (record) => void streamed.push(record),
      invokeFunction: async (functionArn, event) => {
        invocations.push({ functionArn, event: structuredClone(event) });
        return options.answer?.(event, invocations.length);
      },
    },
  });
  const agents = createAgentEngine(engine);
  return {
    engine,
    agents,
    scheduler,
    events,
    steps,
    objects,
    streamed,
    invocations,
    eventTypes: (contact) =>
      events.flatMap(({ detail }) => {
        const { contactId, eventType } = Object(detail);
        return contactId === contact.id ? [String(eventType)] : [];
      }),
    addFlow: (name, type, actions) => {
      const [first] = actions;
      const content = JSON.stringify({
        Version: '2019-10-30',
        StartAction: Object(first).Identifier,
        Actions: actions,
      });
      const flow: Flow = {
        id: `flow-${name}`,
        name,
        type,
        description: '',
        content,
        published: content,
        state: 'ACTIVE',
        status: 'PUBLISHED',
        tags: {},
        modifiedAt: scheduler.now(),
      };
      engine.instance.flows.set(flow.id, flow);
      return flow;
    },
    dial: (flow, attributes = {}) =>
      startOutbound(engine, {
        customerPhone: CUSTOMER,
        systemPhone: '+4930555010100',
        attributes,
        flow,
        ringTimeoutMs: 60_000,
      }),
    setStatus: async (username, name) => {
      const state = engine.instance.statuses.find((status) => status.name === name);
      await agents.perform(username, 'putAgentState', { state: { ...state } });
    },
    perform: (username, operation, params = {}) => agents.perform(username, operation, { ...params }),
  };
};

/** One action; `next` is NextAction, errors and conditions go by name to their targets. */
export const action = (
  Identifier: string,
  Type: string,
  Parameters: object = {},
  next?: string,
  branches: { errors?: Record<string, string>; conditions?: [string, string, string][] } = {},
): object => ({
  Identifier,
  Type,
  Parameters,
  Transitions:
    next === undefined
      ? {}
      : {
          NextAction: next,
          Errors: Object.entries(branches.errors ?? {}).map(([ErrorType, NextAction]) => ({ ErrorType, NextAction })),
          Conditions: (branches.conditions ?? []).map(([Operator, operand, NextAction]) => ({
            NextAction,
            Condition: { Operator, Operands: [operand] },
          })),
        },
});

/** An agent's view: `Saved` leads to `saved`, another answer to `otherwise`, none within a minute to `late`. */
export const dispositionView = (otherwise: string) =>
  action(
    'view',
    'ShowView',
    {
      ViewResource: { Id: 'disposition', Version: '1' },
      InvocationTimeLimitSeconds: '60',
      ViewData: { caller: '$.CustomerEndpoint.Address' },
    },
    'late',
    {
      errors: { NoMatchingError: 'late', NoMatchingCondition: otherwise, TimeLimitExceeded: 'late' },
      conditions: [['Equals', 'Saved', 'saved']],
    },
  );

/** To the agent in `agentUsername`, by the agent's own queue. */
export const TO_AGENT_QUEUE: readonly object[] = [
  action('target', 'UpdateContactTargetQueue', { AgentId: '$.Attributes.agentUsername' }, 'queue', {
    errors: { NoMatchingError: 'sales' },
  }),
  action('sales', 'UpdateContactTargetQueue', { QueueId: SALES }, 'queue', { errors: { NoMatchingError: 'end' } }),
  action('queue', 'TransferContactToQueue', {}, 'end', { errors: { QueueAtCapacity: 'end', NoMatchingError: 'end' } }),
  action('end', 'DisconnectParticipant'),
];
