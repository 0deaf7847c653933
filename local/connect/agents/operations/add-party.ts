/** One more party on the agent's line, to consult, to confer with, or to leave the call to. */
import { CtiError } from '../../agent-session.ts';
import { conversationOf, isListening } from '../../contacts/conversation.ts';
import { endUnlessStanding } from '../../contacts/disconnect.ts';
import { transferTask } from '../../contacts/tasks.ts';
import { dialThirdParty } from '../../contacts/third-party.ts';
import { transferCall } from '../../contacts/transfer.ts';
import { type Engine, touch, traceContact } from '../../engine.ts';
import { callerIdOf, isMultiParty } from '../../instance.ts';
import { DEFAULT_RING_TIMEOUT_S } from '../../tuning.ts';
import type { Agent, Assignment } from '../agent.ts';
import { holdOthers } from './connections.ts';
import { checkNumber, type Destination, destinationIn } from './destination.ts';
import { agentLeaves } from './leave.ts';
import { type Operation, workingIn } from './operation.ts';

/** "Up to six participants: the agent, the caller, and four other people" (Administrator Guide, "Multi-party calls"). */
const MAX_PARTIES = 6;
/** "The agent, the caller, and another participant" (comparison of three-party and multi-party calls). */
const MAX_PARTIES_BY_DEFAULT = 3;

const checkRoom = ({ instance }: Engine, { contact }: Assignment): void => {
  const limit = isMultiParty(instance) ? MAX_PARTIES : MAX_PARTIES_BY_DEFAULT;
  const parties = contact.legs.filter((leg) => leg.state !== 'disconnected' && !isListening(leg));
  if (parties.length >= limit)
    throw new CtiError('LimitExceededException', `A call has at most ${limit} participants.`, 429);
};

const dial = (engine: Engine, agent: Agent, { contact }: Assignment, to: Destination & { kind: 'number' }): void => {
  const conversation = conversationOf(engine, contact);
  const gone = () => endUnlessStanding(engine, conversation, 'THIRD_PARTY_DISCONNECT');
  const third = {
    number: to.number,
    name: to.name,
    ringTimeoutMs: DEFAULT_RING_TIMEOUT_S * 1_000,
    callerId: callerIdOf(engine.instance, contact.queue),
  };
  dialThirdParty(engine, contact, third, { onFailed: gone, onHangUp: gone });
  traceContact(engine, contact, 'agent', `${agent.user.username} adds a third party`);
};

/** A task that gets another party goes there. */
const giveAway = (engine: Engine, { contact }: Assignment, to: Destination): void => {
  if (to.kind === 'number') throw new CtiError('BadEndpointException', 'A task goes to an agent or a queue.');
  transferTask(engine, contact, { queue: to.queue, ...(to.flow !== undefined && { flow: to.flow }) });
};

/**
 * Adds a number, an agent or a queue. The others wait on hold meanwhile (`consult`), until `conferenceConnections` or
 * `toggleActiveConnections`; without `consult` the agent leaves at once and they hear how it is called.
 */
const addParty =
  (consult: boolean): Operation =>
  (engine, agent, params) => {
    const assignment = workingIn(agent, params);
    const { contact } = assignment;
    const to = destinationIn(engine, params);
    if (contact.channel === 'TASK') {
      giveAway(engine, assignment, to);
      return {};
    }
    if (to.kind === 'number') checkNumber(engine, to.number);
    checkRoom(engine, assignment);
    if (consult) holdOthers(engine, assignment);
    if (to.kind === 'number') dial(engine, agent, assignment, to);
    else transferCall(engine, contact, to);
    if (!consult) agentLeaves(engine, agent, assignment);
    touch(engine, contact);
    return {};
  };

export const createAdditionalConnection = addParty(true);
/** "Transfers the contact to the endpoint" and leaves it (Streams 2.28, `contact.transfer`). */
export const transferContact = addParty(false);
