/** Who hangs up on whom. */
import { isDialledForAgent, type Leg, others, setLegState } from '../../contacts/contact.ts';
import { conversationOf, speaking } from '../../contacts/conversation.ts';
import { disconnect, endUnlessStanding, stopWork } from '../../contacts/disconnect.ts';
import { vacate } from '../../contacts/legs.ts';
import { resumeQueueFlow } from '../../contacts/run-contact-flow.ts';
import { type Engine, touch, traceContact } from '../../engine.ts';
import { dispatch, missed } from '../../queues/dispatch.ts';
import { type Agent, type Assignment, assignmentOf } from '../agent.ts';
import { deskCleared } from '../set-status.ts';
import { connectionIn, mayControl, mustSpeak, type Operation } from './operation.ts';

/** The agent let go during the whispers: the customer waits on, for the next agent. */
const backToQueue = (engine: Engine, agent: Agent, assignment: Assignment): void => {
  const { contact, leg } = assignment;
  stopWork(engine, contact, 'the agent left');
  vacate(engine, contact, leg);
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

/**
 * The agent hangs up. What the agent has transferred goes on as the other contact ("transfer call: the recipient agent
 * gets into ACW earlier than the consulted agent"); in a conference with numbers the others talk on.
 */
export const agentLeaves = (engine: Engine, agent: Agent, assignment: Assignment): void => {
  const { contact, leg } = assignment;
  const alone = speaking(engine, contact).length === 0;
  if (contact.state === 'offered') missed(engine, agent, assignment);
  else if (contact.state === 'joining' && !isDialledForAgent(contact)) backToQueue(engine, agent, assignment);
  else if (contact.state === 'connected' && alone && others(contact, leg).length > 1) {
    const now = engine.scheduler.now();
    setLegState(leg, 'disconnected', now);
    Object.assign(assignment, { state: 'ended', since: now });
    contact.afterWorkStartedAt = now;
    traceContact(engine, contact, 'agent', `${agent.user.username} left the conference`);
    touch(engine, contact);
  } else disconnect(engine, contact, 'AGENT_DISCONNECT');
};

/** Another agent is sent away, or a transfer given up before anybody has taken it. */
const dropAgent = (engine: Engine, leg: Leg): void => {
  const contact = engine.contacts.get(leg.contactId ?? '');
  if (contact === undefined) return;
  const agent = engine.agents.get(contact.agent ?? '');
  const assignment = agent === undefined ? undefined : assignmentOf(agent, contact.id);
  if (agent !== undefined && assignment !== undefined && contact.state === 'connected')
    agentLeaves(engine, agent, assignment);
  else disconnect(engine, contact, 'AGENT_DISCONNECT');
};

export const destroyConnection: Operation = (engine, agent, params) => {
  const { assignment, contact, leg } = connectionIn(agent, params);
  if (leg.state === 'disconnected') return {};
  if (leg !== assignment.leg) mustSpeak(assignment);
  mayControl(engine, assignment, leg);
  if (leg === assignment.leg) agentLeaves(engine, agent, assignment);
  else if (leg.type === 'agent') dropAgent(engine, leg);
  else if (others(contact, assignment.leg).length <= 1) disconnect(engine, contact, 'AGENT_DISCONNECT');
  else {
    const conversation = conversationOf(engine, contact);
    setLegState(leg, 'disconnected', engine.scheduler.now());
    (leg.initial ? conversation.line : conversation.thirdParties.get(leg.id))?.hangUp();
    touch(engine, contact);
    endUnlessStanding(engine, conversation, 'AGENT_DISCONNECT');
  }
  return {};
};
