/** How contacts end, for the customer and for the agent. */
import type { Assignment } from '../agents/agent.ts';
import { type Engine, runtimeOf, touch, traceContact } from '../engine.ts';
import { dispatch } from '../queues/dispatch.ts';
import { deactivateRoutingCriteria } from '../queues/follow-routing-criteria.ts';
import { type Contact, customerLeg, isOver, setLegState } from './contact.ts';
import { disconnectFlowOf } from './disconnect-flow.ts';
import { runHookFlow } from './hook-flows.ts';

/** Interrupts whatever runs for a contact. */
export const stopWork = (engine: Engine, contact: Contact, why: string): void => {
  const runtime = runtimeOf(engine, contact);
  const reason = new Error(why);
  runtime.flow?.abort(reason);
  runtime.joining?.abort(reason);
  runtime.holding?.abort(reason);
  delete runtime.flow;
  delete runtime.joining;
  delete runtime.holding;
  for (const hookFlow of runtime.hookFlows.values()) hookFlow.abort(reason);
  runtime.hookFlows.clear();
};

const endHold = (engine: Engine, contact: Contact): void => {
  const runtime = runtimeOf(engine, contact);
  if (runtime.holdStartedAt === undefined) return;
  contact.holdMs += engine.scheduler.now() - runtime.holdStartedAt;
  delete runtime.holdStartedAt;
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
      if (assignment.state === 'ended' || accepted) {
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
  endHold(engine, contact);
  const goOn = disconnectFlowOf(engine, contact, reason);
  contact.disconnectReason = reason;
  contact.disconnectedAt = now;
  const runtime = runtimeOf(engine, contact);
  for (const leg of contact.legs) setLegState(leg, 'disconnected', now);
  for (const line of runtime.thirdParties.values()) line.hangUp();
  runtime.thirdParties.clear();
  runtime.line?.hangUp();
  runtime.cancelExpiry?.();
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
  dispatch(engine);
};

/** Ends the customer's part; while others are in the call, these may go on without the customer. */
export const customerHungUp = (engine: Engine, contact: Contact): void => {
  const others = contact.legs.filter((leg) => !leg.initial && leg.type !== 'agent' && leg.state !== 'disconnected');
  const leg = customerLeg(contact);
  if (contact.state === 'connected' && others.length > 0 && leg !== undefined) {
    setLegState(leg, 'disconnected', engine.scheduler.now());
    touch(engine, contact);
    return;
  }
  disconnect(engine, contact, 'CUSTOMER_DISCONNECT');
};
