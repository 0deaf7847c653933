/** From accepting to talking: agent whisper, customer whisper, connected. */
import type { Agent, Assignment } from '../agents/agent.ts';
import { type Engine, runtimeOf, touch, traceContact } from '../engine.ts';
import { joinRoutingCriteria } from '../queues/follow-routing-criteria.ts';
import { WHISPER_LIMIT_MS } from '../tuning.ts';
import { type Contact, isDialledForAgent, isOver, setLegState } from './contact.ts';
import { playFlow, runHookFlow } from './hook-flows.ts';
import { agentEndpoint } from './legs.ts';

/** A whisper that fails or takes too long never keeps the two apart. */
const whisper = async (
  engine: Engine,
  contact: Contact,
  agent: Agent,
  side: 'agent' | 'customer',
  flowId: string | undefined,
  joining: AbortSignal,
): Promise<void> => {
  if (flowId === undefined) return;
  const limit = new AbortController();
  const cancel = engine.scheduler.after(WHISPER_LIMIT_MS, () => limit.abort(new Error('whisper over its limit')));
  const signal = AbortSignal.any([joining, limit.signal]);
  await playFlow(engine, contact, flowId, { side, agent, signal });
  cancel();
};

const join = async (
  engine: Engine,
  agent: Agent,
  assignment: Assignment,
  signal: AbortSignal,
  whispered: Promise<void> | undefined,
): Promise<void> => {
  const { contact } = assignment;
  if (isDialledForAgent(contact)) {
    // What the callee hears before the agent speaks.
    await whispered;
  } else {
    await whisper(engine, contact, agent, 'agent', contact.hooks.AgentWhisper, signal);
    if (!signal.aborted) await whisper(engine, contact, agent, 'customer', contact.hooks.CustomerWhisper, signal);
  }
  if (signal.aborted || isOver(contact)) return;
  const now = engine.scheduler.now();
  contact.state = 'connected';
  assignment.leg.endpoint = agentEndpoint(agent.user);
  contact.connectedToAgentAt = now;
  joinRoutingCriteria(contact);
  Object.assign(assignment, { state: 'connected', since: now });
  traceContact(engine, contact, 'agent', `connected to ${agent.user.username}`);
  engine.events.publish(contact, 'CONNECTED_TO_AGENT');
  touch(engine, contact);
};

/** The agent accepted (or placed the call and the customer answered). */
export const joinAgent = (engine: Engine, agent: Agent, assignment: Assignment): void => {
  const { contact, leg } = assignment;
  const runtime = runtimeOf(engine, contact);
  const now = engine.scheduler.now();
  assignment.cancelOffer?.();
  runtime.flow?.abort(new Error('an agent takes the call'));
  delete runtime.flow;
  const { outboundCall } = runtime;
  delete runtime.outboundCall;
  const controller = outboundCall?.joining ?? new AbortController();
  runtime.joining = controller;
  setLegState(leg, 'connected', now);
  contact.state = 'joining';
  contact.agent = agent.user.username;
  if (!isDialledForAgent(contact)) {
    contact.acceptedAt = now;
    contact.dequeuedAt = now;
  }
  traceContact(engine, contact, 'agent', `accepted by ${agent.user.username}`);
  runHookFlow(engine, contact, 'DefaultAgentUI', agent);
  touch(engine, contact);
  void join(
    engine,
    agent,
    assignment,
    AbortSignal.any([controller.signal, engine.stopping]),
    outboundCall?.onAnswered(),
  );
};
