/** How contacts end, for the customer and for the agent. */
import type { Assignment } from '../agents/agent.ts';
import { type Engine, runtimeOf, touch, traceContact } from '../engine.ts';
import { dispatch } from '../queues/dispatch.ts';
import { deactivateRoutingCriteria } from '../queues/follow-routing-criteria.ts';
import { type Contact, customerLeg, isOver, setLegState } from './contact.ts';
import { type Conversation, conversationOf, leaveConversation, speaking, stands } from './conversation.ts';
import { disconnectFlowOf } from './disconnect-flow.ts';
import { endHold } from './hold.ts';
import { runHookFlow } from './hook-flows.ts';
import { endPause } from './pause.ts';

/** Interrupts whatever runs for a contact. */
export const stopWork = (engine: Engine, contact: Contact, why: string): void => {
  const runtime = runtimeOf(engine, contact);
  const reason = new Error(why);
  runtime.flow?.abort(reason);
  runtime.joining?.abort(reason);
  runtime.holding?.abort(reason);
  delete runtime.flow;
  delete runtime.joining;
  delete runtime.outboundCall;
  delete runtime.holding;
  for (const hookFlow of runtime.hookFlows.values()) hookFlow.abort(reason);
  runtime.hookFlows.clear();
};

/** Takes the contact off the desks; true when an agent has after-contact work to do for it. */
const settleAssignments = (engine: Engine, contact: Contact, agentError?: Assignment['agentError']): boolean => {
  const now = engine.scheduler.now();
  let afterWork = false;
  for (const agent of engine.agents.values()) {
    for (const assignment of [...agent.assignments]) {
      if (assignment.contact !== contact || assignment.frozenLegs !== undefined) continue;
      // A call that the agent gave up before anybody answered ends like one that was answered; one that failed is an error.
      const own = contact.agent === agent.user.username;
      const accepted = own && agentError === undefined;
      assignment.cancelOffer?.();
      if (contact.monitoring !== undefined) {
        agent.assignments.splice(agent.assignments.indexOf(assignment), 1);
        agent.idleSince = now;
      } else if (assignment.state === 'ended' || accepted) {
        if (assignment.state !== 'ended') Object.assign(assignment, { state: 'ended', since: now });
        afterWork = true;
      } else if (own) {
        Object.assign(assignment, { state: 'error', since: now, agentError });
      } else {
        // The customer gave up while it rang: nothing is left to accept.
        agent.assignments.splice(agent.assignments.indexOf(assignment), 1);
        agent.idleSince = now;
      }
      engine.changes.agent(agent.user.username);
    }
  }
  return afterWork;
};

/** Marks the contact as completed; COMPLETED carries the after-contact work when there was an agent. */
export const complete = (engine: Engine, contact: Contact): void => {
  if (contact.state === 'completed') return;
  contact.state = 'completed';
  contact.completedAt = engine.scheduler.now();
  stopWork(engine, contact, 'contact completed');
  engine.runtimes.delete(contact.id);
  engine.events.publish(contact, 'COMPLETED');
  touch(engine, contact);
};

/**
 * Ends the contact with one of the service's disconnect reasons. A connected agent goes into after-contact work and the
 * contact completes when the agent clears it; without an agent it completes at once. Idempotent.
 */
export const disconnect = (
  engine: Engine,
  contact: Contact,
  reason: string,
  agentError?: Assignment['agentError'],
): void => {
  if (isOver(contact)) return;
  const now = engine.scheduler.now();
  const runtime = runtimeOf(engine, contact);
  const { conversation } = runtime;
  const othersTalkOn = speaking(engine, contact).length > 0;
  const goOn = othersTalkOn ? undefined : disconnectFlowOf(engine, contact, reason);
  const held = endHold(engine, contact);
  endPause(engine, contact);
  contact.disconnectReason = reason;
  contact.disconnectedAt = now;
  if (othersTalkOn) leaveConversation(engine, contact, held);
  else endConversation(engine, contact);
  runtime.cancelExpiry?.();
  runtime.start?.cancel();
  const afterWork = settleAssignments(engine, contact, agentError);
  contact.state = 'after_call_work';
  deactivateRoutingCriteria(contact);
  traceContact(engine, contact, 'connect', `disconnected: ${reason}`);
  engine.events.publish(contact, 'DISCONNECTED');
  stopWork(engine, contact, `contact ended: ${reason}`);
  if (afterWork) {
    contact.afterWorkStartedAt ??= now;
    runHookFlow(engine, contact, 'DisconnectAgentUI', engine.agents.get(contact.agent ?? ''));
  } else complete(engine, contact);
  goOn?.();
  touch(engine, contact);
  const [carrier] = conversation.contacts;
  if (othersTalkOn && carrier !== undefined) {
    touch(engine, carrier);
    endUnlessStanding(engine, conversation, reason);
  }
  dispatch(engine);
};

/** Nobody is on the line any more. */
const endConversation = (engine: Engine, contact: Contact): void => {
  const { conversation } = runtimeOf(engine, contact);
  for (const leg of contact.legs) setLegState(leg, 'disconnected', engine.scheduler.now());
  for (const line of conversation.thirdParties.values()) line.hangUp();
  conversation.thirdParties.clear();
  conversation.line?.hangUp();
  for (const other of conversation.contacts.splice(0)) {
    if (other !== contact) disconnect(engine, other, 'OTHER');
  }
};

/** Nobody stays on the line alone: with the last but one the call ends for everybody. */
export const endUnlessStanding = (engine: Engine, conversation: Conversation, reason: string): void => {
  if (stands(conversation)) return;
  for (const contact of [...conversation.contacts]) disconnect(engine, contact, reason);
};

/** Ends the customer's part; while others are in the call, these may go on without the customer. */
export const customerHungUp = (engine: Engine, contact: Contact): void => {
  const leg = customerLeg(contact);
  const conversation = conversationOf(engine, contact);
  const talking = conversation.contacts.some(({ state }) => state === 'connected');
  if (!talking || leg === undefined) {
    for (const other of [...conversation.contacts]) disconnect(engine, other, 'CUSTOMER_DISCONNECT');
    return;
  }
  if (leg.state === 'hold') for (const other of conversation.contacts) endHold(engine, other);
  setLegState(leg, 'disconnected', engine.scheduler.now());
  touch(engine, contact);
  endUnlessStanding(engine, conversation, 'CUSTOMER_DISCONNECT');
};
