import * as v from 'valibot';
import { type Contact, type Leg, others } from '../../contacts/contact.ts';
import { carrierOf } from '../../contacts/conversation.ts';
import { hear } from '../../contacts/hear.ts';
import { setHold } from '../../contacts/hold.ts';
import { type Engine, touch, traceContact } from '../../engine.ts';
import type { Agent, Assignment } from '../agent.ts';
import { connectionIn, invalidState, mayControl, type Operation, type Params, read, talkingIn } from './operation.ts';

const connectedOrHeld = (
  engine: Engine,
  agent: Agent,
  params: Params,
): { assignment: Assignment; contact: Contact; leg: Leg } => {
  talkingIn(agent, params);
  const { assignment, contact, leg } = connectionIn(agent, params);
  if (contact.channel === 'TASK') invalidState('A task has no line.');
  mayControl(engine, assignment, leg);
  if (leg.state !== 'connected' && leg.state !== 'hold') invalidState('The connection is not connected.');
  return { assignment, contact, leg };
};

export const holdConnection: Operation = (engine, agent, params) => {
  const { contact, leg } = connectedOrHeld(engine, agent, params);
  setHold(engine, contact, leg, true);
  traceContact(engine, contact, 'agent', 'on hold');
  touch(engine, contact);
  return {};
};

export const resumeConnection: Operation = (engine, agent, params) => {
  const { assignment, contact, leg } = connectedOrHeld(engine, agent, params);
  holdOtherCalls(engine, agent, assignment);
  setHold(engine, contact, leg, false);
  traceContact(engine, contact, 'agent', 'resumed');
  touch(engine, contact);
  return {};
};

/** Swaps who is on hold. */
export const toggleActiveConnections: Operation = (engine, agent, params) => {
  const { contact, leg: own } = talkingIn(agent, params);
  for (const leg of others(contact, own)) {
    if (leg.state === 'hold') setHold(engine, contact, leg, false);
    else if (leg.state === 'connected') setHold(engine, contact, leg, true);
  }
  touch(engine, contact);
  return {};
};

export const conferenceConnections: Operation = (engine, agent, params) => {
  const assignment = talkingIn(agent, params);
  const { contact, leg: own } = assignment;
  if (others(contact, own).length < 2) return invalidState('There is nobody to confer with.');
  holdOtherCalls(engine, agent, assignment);
  for (const leg of contact.legs) if (leg.state === 'hold') setHold(engine, contact, leg, false);
  traceContact(engine, contact, 'agent', 'conference');
  touch(engine, contact);
  return {};
};

/** On the server's side, for any party: "required with more than two agent legs" (Streams documentation). */
const setMute =
  (mute: boolean): Operation =>
  (engine, agent, params) => {
    const { assignment, contact, leg } = connectedOrHeld(engine, agent, params);
    const bySupervisor = assignment.leg.type === 'monitoring';
    if (!bySupervisor && leg.forcedMute === true) invalidState('The supervisor has muted this participant.');
    leg.mute = mute;
    if (bySupervisor && leg.type === 'agent') leg.forcedMute = mute;
    touch(engine, contact);
    return {};
  };
export const muteParticipant = setMute(true);
export const unmuteParticipant = setMute(false);

const digitParams = v.object({
  digits: v.pipe(v.string(), v.regex(/^[0-9*#,]{1,50}$/, 'must be keys of a telephone')),
});

export const sendDigits: Operation = (engine, agent, params) => {
  const { contact, leg } = connectedOrHeld(engine, agent, params);
  const { digits } = read(digitParams, params);
  const carrier = carrierOf(engine, contact);
  carrier.keys.push({ at: engine.scheduler.now(), by: 'agent', digits });
  if (leg.endpoint.phoneNumber === null) hear(engine, carrier, digits, 'digits');
  else engine.phones.hear(leg.endpoint.phoneNumber, carrier.id, digits, 'digits');
  traceContact(engine, contact, 'agent', 'keys sent', { detail: { count: digits.length } });
  return {};
};

/** An agent speaks on one line at a time. */
export const holdOtherCalls = (engine: Engine, agent: Agent, current: Assignment): void => {
  for (const assignment of agent.assignments)
    if (assignment !== current && assignment.state === 'connected') holdOthers(engine, assignment);
};

/** Everybody else on the agent's line waits: for the agent's other call, or while a party is added. */
export const holdOthers = (engine: Engine, { contact, leg: own }: Pick<Assignment, 'contact' | 'leg'>): void => {
  if (contact.channel !== 'VOICE' || own.type === 'monitoring') return;
  for (const leg of others(contact, own)) if (leg.state === 'connected') setHold(engine, contact, leg, true);
  touch(engine, contact);
};
