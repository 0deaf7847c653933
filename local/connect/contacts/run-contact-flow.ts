/** Runs the flows that talk to the customer: the entry flow, then the customer queue flow. */
import { type Engine, runtimeOf, touch, traceContact } from '../engine.ts';
import type { FlowOutcome } from '../flow/action.ts';
import { newMemory, runFlow } from '../flow/run-flow.ts';
import { findFlowVersion } from '../flow/versions.ts';
import type { Flow, Queue } from '../instance.ts';
import { freeSlots } from '../queues/availability.ts';
import { dispatch, dispatchAfterDelays } from '../queues/dispatch.ts';
import { activateRoutingCriteria } from '../queues/follow-routing-criteria.ts';
import type { Contact } from './contact.ts';
import { disconnect } from './disconnect.ts';
import { transferToQueue } from './transfer-to-queue.ts';

const runnable = (flow: Flow | undefined): flow is Flow & { published: string } =>
  flow?.published !== undefined && flow.state === 'ACTIVE';

/** Waits in the queue; the customer queue flow runs until an agent has the call. Without one the customer just waits. */
export const enqueue = (engine: Engine, contact: Contact, queue: Queue): void => {
  contact.queue = queue;
  contact.targetQueue = queue;
  contact.state = 'queued';
  contact.enqueuedAt = engine.scheduler.now();
  activateRoutingCriteria(engine, contact);
  traceContact(engine, contact, 'connect', `queued in ${queue.name ?? `the queue of ${queue.username}`}`);
  engine.events.publish(contact, 'QUEUED');
  touch(engine, contact);
  resumeQueueFlow(engine, contact);
  dispatchAfterDelays(engine, contact);
  dispatch(engine);
};

/** Starts the customer queue flow, from its beginning; also for a contact that came back from an agent. */
export const resumeQueueFlow = (engine: Engine, contact: Contact): void => {
  const flowId = contact.hooks.CustomerQueue;
  if (flowId === undefined) return;
  const flow = findFlowVersion(engine.instance, flowId);
  if (flow !== undefined) void runCustomerFlow(engine, contact, flow);
};

/** Rings at once at the agent whose queue is the working queue; one who is busy gets nothing and the call ends. */
const toAgent = (engine: Engine, contact: Contact): void => {
  const queue = contact.targetQueue;
  const agent = engine.agents.get(queue?.username ?? '');
  if (queue === undefined || agent === undefined || freeSlots(engine, agent, contact.channel) === 0) {
    traceContact(engine, contact, 'flow', 'the agent is busy', { ok: false });
    disconnect(engine, contact, 'CONTACT_FLOW_DISCONNECT');
  } else enqueue(engine, contact, queue);
};

const follow = (engine: Engine, contact: Contact, outcome: FlowOutcome): void => {
  switch (outcome.kind) {
    case 'enqueue':
      enqueue(engine, contact, outcome.queue);
      return;
    case 'transfer-queue':
      enqueue(engine, transferToQueue(engine, contact), outcome.queue);
      return;
    case 'transfer-agent':
      toAgent(engine, contact);
      return;
    case 'handed-over':
      return;
    case 'end':
      // In a queue the customer waits on in silence; elsewhere nothing is left that could hold the call.
      if (contact.state !== 'queued' && contact.state !== 'offered')
        disconnect(engine, contact, 'CONTACT_FLOW_DISCONNECT');
      return;
    case 'failed':
      traceContact(engine, contact, 'flow', `flow failed: ${outcome.why}`, { ok: false });
      disconnect(engine, contact, 'CONTACT_FLOW_DISCONNECT');
      return;
    default:
      disconnect(engine, contact, 'CONTACT_FLOW_DISCONNECT');
  }
};

/** Never rejects: an interrupted flow is over, a broken one ends the contact. */
export const runCustomerFlow = async (engine: Engine, contact: Contact, first: Flow): Promise<void> => {
  const controller = new AbortController();
  const runtime = runtimeOf(engine, contact);
  runtime.flow?.abort(new Error('another flow takes over'));
  runtime.flow = controller;
  const signal = AbortSignal.any([controller.signal, engine.stopping]);
  let flow: Flow = first;
  let memory = newMemory();
  try {
    for (;;) {
      if (!runnable(flow)) {
        follow(engine, contact, { kind: 'failed', why: `flow ${flow.name} is not published` });
        return;
      }
      const outcome = await runFlow({ engine, contact, flow, side: 'customer', memory, signal });
      if (outcome.kind !== 'transfer-flow') {
        if (runtime.flow === controller) delete runtime.flow;
        follow(engine, contact, outcome);
        return;
      }
      flow = outcome.flow;
      memory = newMemory(memory);
    }
  } catch (error) {
    if (signal.aborted) return;
    follow(engine, contact, { kind: 'failed', why: error instanceof Error ? error.message : String(error) });
  }
};

/** The customer is on the line: the flow takes over. */
export const startEntryFlow = (engine: Engine, contact: Contact, flow: Flow): void => {
  contact.state = 'in_flow';
  void runCustomerFlow(engine, contact, flow);
};
