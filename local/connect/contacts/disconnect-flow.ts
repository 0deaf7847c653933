/**
 * What happens after the agent has left: the flow that CustomerRemaining names goes on with the customer who is still
 * there ("the agent hangs up and a disconnect flow is run", Administrator Guide, "Set disconnect flow"), as a new contact
 * with InitiationMethod DISCONNECT whose previous contact is the one that ended. A task that is completed or expires
 * goes on in the same way; a call that the customer has left does not.
 */
import { type Engine, runtimeOf, traceContact } from '../engine.ts';
import { findFlowVersion } from '../flow/versions.ts';
import type { Flow } from '../instance.ts';
import { type Contact, customerLeg } from './contact.ts';
import { createContact } from './create-contact.ts';
import { startEntryFlow } from './run-contact-flow.ts';

/** After which ends a call, or a task, goes on. The flow of a call that a flow ended would run for ever. */
const CALL_GOES_ON = new Set(['AGENT_DISCONNECT']);
const TASK_GOES_ON = new Set(['AGENT_DISCONNECT', 'AGENT_COMPLETED', 'CONTACT_FLOW_DISCONNECT', 'EXPIRED']);

const flowAfter = (engine: Engine, contact: Contact, reason: string): Flow | undefined => {
  const flowId = contact.hooks.CustomerRemaining;
  if (flowId === undefined || contact.initiationMethod === 'DISCONNECT') return undefined;
  const leg = customerLeg(contact)?.state;
  const there = contact.channel === 'TASK' || leg === 'connected' || leg === 'hold';
  if (!there || !(contact.channel === 'TASK' ? TASK_GOES_ON : CALL_GOES_ON).has(reason)) return undefined;
  const flow = findFlowVersion(engine.instance, flowId);
  return flow?.published === undefined || flow.state === 'ARCHIVED' ? undefined : flow;
};

/**
 * Takes the customer's line away from a contact that is about to end, so that the end does not hang it up, and answers
 * how to go on once it has ended; `undefined` when nothing follows.
 */
export const disconnectFlowOf = (engine: Engine, previous: Contact, reason: string): (() => void) | undefined => {
  const flow = flowAfter(engine, previous, reason);
  if (flow === undefined) return undefined;
  const { conversation } = runtimeOf(engine, previous);
  const { line } = conversation;
  delete conversation.line;
  return () => {
    const { customerPhone, systemPhone, name, description } = previous;
    const next = createContact(engine, {
      initiationMethod: 'DISCONNECT',
      channel: previous.channel,
      previous,
      references: previous.references,
      ...(customerPhone !== undefined && { customerPhone }),
      ...(systemPhone !== undefined && { systemPhone }),
      ...(name !== null && { name }),
      ...(description !== null && { description }),
    });
    previous.nextContactId = next.id;
    runtimeOf(engine, next).conversation = conversation;
    conversation.contacts.push(next);
    if (line !== undefined) conversation.line = line;
    if (customerPhone !== undefined) {
      engine.phones.setHold(customerPhone, previous.id, false);
      engine.phones.handOver(customerPhone, previous.id, next.id);
    }
    for (const leg of next.legs) leg.state = 'connected';
    next.connectedToSystemAt = engine.scheduler.now();
    engine.events.publish(next, 'CONNECTED_TO_SYSTEM');
    traceContact(engine, next, 'connect', `disconnect flow ${flow.name}`);
    startEntryFlow(engine, next, flow);
  };
};
