import { type Engine, touch, traceContact } from '../engine.ts';
import type { Flow, Queue } from '../instance.ts';
import type { Contact } from './contact.ts';
import { createContact } from './create-contact.ts';
import { NOWHERE, newLeg } from './legs.ts';
import { enqueue, startEntryFlow } from './run-contact-flow.ts';

/**
 * A call is transferred to an agent or a queue: a new contact with InitiationMethod TRANSFER on the same line, which its
 * AGENT_TRANSFER or QUEUE_TRANSFER flow brings to an agent. "User attributes are shared by all contacts with the same
 * InitialContactId." Until the first agent leaves, that agent sees it as a party that is being called.
 */
export const transferCall = (
  engine: Engine,
  previous: Contact,
  to: { readonly kind: 'agent' | 'queue'; readonly queue: Queue; readonly name: string | null; readonly flow?: Flow },
): Contact => {
  const { customerPhone, systemPhone, name, description, references } = previous;
  const next = createContact(engine, {
    initiationMethod: 'TRANSFER',
    previous,
    host: previous,
    references,
    ...(customerPhone !== undefined && { customerPhone }),
    ...(systemPhone !== undefined && { systemPhone }),
    ...(name !== null && { name }),
    ...(description !== null && { description }),
  });
  previous.nextContactId = next.id;
  const { username, name: queueName, arn } = to.queue;
  const leg = newLeg(engine, {
    type: 'agent',
    initial: false,
    state: 'connecting',
    contactId: next.id,
    seat: true,
    addedBy: previous.id,
    quickConnectName: to.name,
    endpoint: {
      ...NOWHERE,
      type: to.kind,
      name: to.name ?? queueName,
      agentLogin: username ?? null,
      queue: { queueARN: arn, name: queueName },
    },
  });
  next.legs.push(leg);
  next.targetQueue = to.queue;
  next.connectedToSystemAt = engine.scheduler.now();
  engine.events.publish(next, 'CONNECTED_TO_SYSTEM');
  traceContact(engine, previous, 'agent', `transferred to ${to.name ?? queueName ?? username}`);
  if (to.flow === undefined) enqueue(engine, next, to.queue);
  else startEntryFlow(engine, next, to.flow);
  touch(engine, previous);
  return next;
};
