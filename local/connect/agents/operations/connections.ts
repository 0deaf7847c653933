import * as v from 'valibot';
import type { Contact, Leg } from '../../contacts/contact.ts';
import { customerLeg, isDialledForAgent, setLegState } from '../../contacts/contact.ts';
import { disconnect, stopWork } from '../../contacts/disconnect.ts';
import { hear } from '../../contacts/hear.ts';
import { startHoldFlows, stopHoldFlows } from '../../contacts/hold-flows.ts';
import { resumeQueueFlow } from '../../contacts/run-contact-flow.ts';
import { type Engine, runtimeOf, touch, traceContact } from '../../engine.ts';
import { dispatch, missed } from '../../queues/dispatch.ts';
import type { Agent, Assignment } from '../agent.ts';
import { deskCleared } from '../set-status.ts';
import { connectionIn, invalidState, type Operation, type Params, read, talkingIn } from './operation.ts';

const others = (contact: Contact): readonly Leg[] =>
  contact.legs.filter((leg) => leg.type !== 'agent' && leg.state !== 'disconnected');

/** Hold counts for the customer only, as in AgentInitiatedHoldDuration. */
const setHold = (engine: Engine, contact: Contact, leg: Leg, onHold: boolean): void => {
  const now = engine.scheduler.now();
  const runtime = runtimeOf(engine, contact);
  if (leg.state === (onHold ? 'hold' : 'connected')) return;
  setLegState(leg, onHold ? 'hold' : 'connected', now);
  engine.phones.setHold(leg.endpoint.phoneNumber ?? '', contact.id, onHold);
  if (leg !== customerLeg(contact)) return;
  if (onHold) {
    runtime.holdStartedAt = now;
    contact.holds += 1;
    startHoldFlows(engine, contact);
    return;
  }
  stopHoldFlows(engine, contact);
  if (runtime.holdStartedAt !== undefined) {
    contact.holdMs += now - runtime.holdStartedAt;
    delete runtime.holdStartedAt;
  }
};

/** The agent let go during the whispers: the customer waits on, for the next agent. */
const backToQueue = (engine: Engine, agent: Agent, assignment: Assignment): void => {
  const { contact, leg } = assignment;
  stopWork(engine, contact, 'the agent left');
  setLegState(leg, 'disconnected', engine.scheduler.now());
  contact.legs.splice(contact.legs.indexOf(leg), 1);
  agent.assignments.splice(agent.assignments.indexOf(assignment), 1);
  contact.state = 'queued';
  delete contact.agent;
  delete contact.acceptedAt;
  delete contact.dequeuedAt;
  traceContact(engine, contact, 'agent', `${agent.user.username} left before the call began`, { ok: false });
  touch(engine, contact);
  resumeQueueFlow(engine, contact);
  deskCleared(engine, agent);
  dispatch(engine);
};

/** The agent hangs up. In a conference the others talk on. */
const agentLeaves = (engine: Engine, agent: Agent, assignment: Assignment): void => {
  const { contact, leg } = assignment;
  if (contact.state === 'offered') missed(engine, agent, assignment);
  else if (contact.state === 'joining' && !isDialledForAgent(contact)) backToQueue(engine, agent, assignment);
  else if (contact.state === 'connected' && others(contact).length > 1) {
    const now = engine.scheduler.now();
    setLegState(leg, 'disconnected', now);
    Object.assign(assignment, { state: 'ended', since: now });
    contact.afterWorkStartedAt = now;
    traceContact(engine, contact, 'agent', `${agent.user.username} left the conference`);
    touch(engine, contact);
  } else disconnect(engine, contact, 'AGENT_DISCONNECT');
};

export const destroyConnection: Operation = (engine, agent, params) => {
  const { assignment, contact, leg } = connectionIn(agent, params);
  if (leg.state === 'disconnected') return {};
  if (leg.type === 'agent') agentLeaves(engine, agent, assignment);
  else if (others(contact).length <= 1) disconnect(engine, contact, 'AGENT_DISCONNECT');
  else {
    setLegState(leg, 'disconnected', engine.scheduler.now());
    const runtime = runtimeOf(engine, contact);
    (leg.initial ? runtime.line : runtime.thirdParties.get(leg.id))?.hangUp();
    touch(engine, contact);
  }
  return {};
};

const connectedOrHeld = (agent: Agent, params: Params): { assignment: Assignment; contact: Contact; leg: Leg } => {
  talkingIn(agent, params);
  const { assignment, contact, leg } = connectionIn(agent, params);
  if (contact.channel === 'TASK') invalidState('A task has no line.');
  if (leg.state !== 'connected' && leg.state !== 'hold') invalidState('The connection is not connected.');
  return { assignment, contact, leg };
};

export const holdConnection: Operation = (engine, agent, params) => {
  const { contact, leg } = connectedOrHeld(agent, params);
  setHold(engine, contact, leg, true);
  traceContact(engine, contact, 'agent', 'on hold');
  touch(engine, contact);
  return {};
};

export const resumeConnection: Operation = (engine, agent, params) => {
  const { assignment, contact, leg } = connectedOrHeld(agent, params);
  holdOtherCalls(engine, agent, assignment);
  setHold(engine, contact, leg, false);
  traceContact(engine, contact, 'agent', 'resumed');
  touch(engine, contact);
  return {};
};

/** Swaps who is on hold. */
export const toggleActiveConnections: Operation = (engine, agent, params) => {
  const { contact } = talkingIn(agent, params);
  for (const leg of others(contact)) {
    if (leg.state === 'hold') setHold(engine, contact, leg, false);
    else if (leg.state === 'connected') setHold(engine, contact, leg, true);
  }
  touch(engine, contact);
  return {};
};

export const conferenceConnections: Operation = (engine, agent, params) => {
  const { contact } = talkingIn(agent, params);
  if (others(contact).length < 2) return invalidState('There is nobody to confer with.');
  for (const leg of others(contact)) if (leg.state === 'hold') setHold(engine, contact, leg, false);
  traceContact(engine, contact, 'agent', 'conference');
  touch(engine, contact);
  return {};
};

const setMute =
  (mute: boolean): Operation =>
  (engine, agent, params) => {
    const { contact, leg } = connectedOrHeld(agent, params);
    leg.mute = mute;
    touch(engine, contact);
    return {};
  };
export const muteParticipant = setMute(true);
export const unmuteParticipant = setMute(false);

const digitParams = v.object({
  digits: v.pipe(v.string(), v.regex(/^[0-9*#,]{1,50}$/, 'must be keys of a telephone')),
});

export const sendDigits: Operation = (engine, agent, params) => {
  const { contact, leg } = connectedOrHeld(agent, params);
  const { digits } = read(digitParams, params);
  if (leg.endpoint.phoneNumber === null) hear(engine, contact, digits, 'digits');
  else engine.phones.hear(leg.endpoint.phoneNumber, contact.id, digits, 'digits');
  traceContact(engine, contact, 'agent', 'keys sent', { detail: { count: digits.length } });
  return {};
};

/** An agent speaks on one line at a time. */
export const holdOtherCalls = (engine: Engine, agent: Agent, current: Assignment): void => {
  for (const { contact, state } of agent.assignments) {
    if (contact !== current.contact && state === 'connected') holdCustomer(engine, contact);
  }
};

/** Used when a third party is added: the customer waits meanwhile. */
export const holdCustomer = (engine: Engine, contact: Contact): void => {
  const leg = customerLeg(contact);
  if (contact.channel !== 'VOICE' || leg?.state !== 'connected') return;
  setHold(engine, contact, leg, true);
  touch(engine, contact);
};
