import * as v from 'valibot';
import { CtiError } from '../../agent-session.ts';
import type { Contact, Leg } from '../../contacts/contact.ts';
import { carrierOf } from '../../contacts/conversation.ts';
import type { Engine } from '../../engine.ts';
import { isMultiParty } from '../../instance.ts';
import { type Agent, type Assignment, assignmentOf } from '../agent.ts';

export type Params = Readonly<Record<string, unknown>>;
export type Result = Readonly<Record<string, unknown>>;
export type Operation = (engine: Engine, agent: Agent, params: Params) => Result;

export const read = <Schema extends v.GenericSchema>(schema: Schema, params: Params): v.InferOutput<Schema> => {
  const parsed = v.safeParse(schema, params);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    throw new CtiError('InvalidParameterException', `${v.getDotPath(issue) ?? 'params'}: ${issue.message}`);
  }
  return parsed.output;
};

const contactParams = v.object({ contactId: v.string() });
const connectionParams = v.object({ contactId: v.string(), connectionId: v.string() });

export const assignmentIn = (agent: Agent, params: Params): Assignment => {
  const { contactId } = read(contactParams, params);
  const assignment = assignmentOf(agent, contactId);
  if (assignment === undefined) throw new CtiError('ContactNotFoundException', 'The agent has no such contact.', 404);
  return assignment;
};

/** A contact that the agent is talking on: neither ringing, nor missed, nor ended. */
export const talkingIn = (agent: Agent, params: Params): Assignment => {
  const assignment = assignmentIn(agent, params);
  mustSpeak(assignment);
  return assignment.state === 'connected' ? assignment : invalidState('The contact is not connected.');
};

/** A supervisor who only listens controls nothing. */
export const mustSpeak = ({ leg }: Assignment): void => {
  if (leg.state === 'silent_monitor') invalidState('The supervisor is only listening.');
};

/** A contact that can be given away: a paused task too ("end it or transfer it", Administrator Guide). */
export const workingIn = (agent: Agent, params: Params): Assignment => {
  const assignment = assignmentIn(agent, params);
  return assignment.state === 'paused' ? assignment : talkingIn(agent, params);
};

/** The leg that `connectionId` names, on a contact that this agent still has. */
export const connectionIn = (agent: Agent, params: Params): { assignment: Assignment; contact: Contact; leg: Leg } => {
  const assignment = assignmentIn(agent, params);
  if (!['incoming', 'connecting', 'connected', 'paused'].includes(assignment.state))
    invalidState('The contact has ended.');
  const { connectionId } = read(connectionParams, params);
  const { contact } = assignment;
  const leg = [assignment.leg, ...contact.legs].find((candidate) => candidate.id === connectionId);
  if (leg === undefined) throw new CtiError('ConnectionNotFoundException', 'The contact has no such connection.', 404);
  return { assignment, contact, leg };
};

/**
 * With three parties an "agent can control hold, resume, and disconnect only the parties they add", and the first agent
 * the caller; with more "all agents have the same call control capabilities" (Administrator Guide, comparison).
 */
export const mayControl = (engine: Engine, { contact, leg: own }: Assignment, leg: Leg): void => {
  if (isMultiParty(engine.instance) || leg === own || leg.addedBy === contact.id) return;
  if (leg.initial && carrierOf(engine, contact) === contact) return;
  throw new CtiError('AccessDeniedException', 'Another agent controls this participant.', 403);
};

export function invalidState(message: string): never {
  throw new CtiError('InvalidStateException', message);
}
