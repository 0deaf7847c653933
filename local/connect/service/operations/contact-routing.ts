/** Contacts and the agents who have, get or let go of them; and their tags. */

import { CtiError } from '../../agent-session.ts';
import { assignmentOf } from '../../agents/agent.ts';
import { clearContact } from '../../agents/operations/contact-control.ts';
import { touch } from '../../engine.ts';
import { offer } from '../../queues/dispatch.ts';
import { invalidRequest, ServiceError } from '../errors.ts';
import { checkInstance, contactIn, textMap } from '../input.ts';
import { contactResource, instanceResource, type ServiceOperation, userResource } from '../operation.ts';
import { agentIn } from './users.ts';

/** Quota "tags per contact" (Administrator Guide, "Set contact tags"). */
const MAX_TAGS = 6;
/** One contact over the agent's concurrency at most (Administrator Guide, "Interrupt agent"). */
const MAX_ON_DESK = 2;

/** Offers a contact that waits to one agent, whatever the agent's status and concurrency. */
export const associateContactWithUser: ServiceOperation = {
  partial: 'a second contact at most; a call in progress is put on hold when the second is accepted (assumed)',
  resources: (engine, input) => [
    ...contactResource()(engine, input),
    ...instanceResource(engine),
    ...userResource(engine, input),
  ],
  run: (engine, input) => {
    checkInstance(engine, input);
    const contact = contactIn(engine, input);
    const agent = agentIn(engine, input);
    if (contact.state !== 'queued') throw invalidRequest('The contact is not waiting in a queue');
    if (agent.assignments.length >= MAX_ON_DESK) throw invalidRequest('The agent has too many contacts');
    if (agent.assignments.some(({ state }) => state === 'connecting' || state === 'incoming')) {
      throw invalidRequest('Another contact rings at the agent');
    }
    offer(engine, contact, agent);
    return {};
  },
};

/** Clears a contact that is over for its agent: missed, failed, rejected or ended. */
export const dismissUserContact: ServiceOperation = {
  resources: (engine, input) => [...userResource(engine, input), ...contactResource()(engine, input)],
  run: (engine, input) => {
    checkInstance(engine, input);
    const agent = agentIn(engine, input);
    const contact = contactIn(engine, input);
    if (assignmentOf(agent, contact.id) === undefined) {
      throw new ServiceError('ContactNotFoundException', 'The agent has no such contact');
    }
    try {
      clearContact(engine, agent, { contactId: contact.id });
    } catch (error) {
      throw error instanceof CtiError ? invalidRequest(error.message) : error;
    }
    return {};
  },
};

export const tagContact: ServiceOperation = {
  resources: contactResource(),
  run: (engine, input) => {
    checkInstance(engine, input);
    const contact = contactIn(engine, input);
    const tags = { ...contact.tags, ...textMap(input, 'Tags') };
    if (Object.keys(tags).length > MAX_TAGS) throw invalidRequest(`A contact has at most ${MAX_TAGS} tags`);
    if (Object.keys(tags).some((key) => key.startsWith('aws:')))
      throw invalidRequest('Tag keys must not start with aws:');
    Object.assign(contact.tags, tags);
    engine.events.publish(contact, 'CONTACT_DATA_UPDATED', ['tags']);
    touch(engine, contact);
    return {};
  },
};

export const untagContact: ServiceOperation = {
  resources: contactResource(),
  run: (engine, input) => {
    checkInstance(engine, input);
    const contact = contactIn(engine, input);
    for (const key of Array.isArray(input.TagKeys) ? input.TagKeys : []) delete contact.tags[String(key)];
    engine.events.publish(contact, 'CONTACT_DATA_UPDATED', ['tags']);
    touch(engine, contact);
    return {};
  },
};
