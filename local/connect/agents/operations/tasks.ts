/** Tasks that agents make, and what agents change about a contact. There are no task templates here. */
import * as v from 'valibot';
import { CtiError } from '../../agent-session.ts';
import { isOver } from '../../contacts/contact.ts';
import { startTask } from '../../contacts/tasks.ts';
import { touch } from '../../engine.ts';
import { destinationIn } from './destination.ts';
import { assignmentIn, type Operation, read } from './operation.ts';

const reference = v.looseObject({ type: v.string(), value: v.string() });
const taskParams = v.object({
  name: v.pipe(v.string(), v.minLength(1), v.maxLength(512)),
  description: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(4_096)))),
  references: v.optional(v.nullable(v.record(v.string(), reference))),
  previousContactId: v.optional(v.nullable(v.string())),
  relatedContactId: v.optional(v.nullable(v.string())),
  idempotencyToken: v.optional(v.nullable(v.string())),
  /** Seconds since the epoch. */
  scheduledTime: v.optional(v.nullable(v.number())),
});

/** As amazon-connect-taskjs sends it: to the agent or queue of a quick connect, by that one's flow. */
export const createTaskContact: Operation = (engine, agent, params) => {
  const task = read(taskParams, params);
  const to = destinationIn(engine, params);
  if (to.kind === 'number' || to.flow === undefined)
    throw new CtiError('BadEndpointException', 'A task goes to the quick connect of an agent or a queue.');
  const token =
    typeof task.idempotencyToken === 'string' ? `${agent.user.username} ${task.idempotencyToken}` : undefined;
  const known = token === undefined ? undefined : engine.clientTokens.get(token);
  if (known !== undefined) return { contactId: known.contactId };
  const previous = engine.contacts.get(task.previousContactId ?? '');
  if (typeof task.previousContactId === 'string' && previous === undefined)
    throw new CtiError('ContactNotFoundException', 'There is no such previous contact.', 404);
  const scheduledAt = typeof task.scheduledTime === 'number' ? task.scheduledTime * 1_000 : undefined;
  const contact = startTask(engine, {
    flow: to.flow,
    targetQueue: to.queue,
    name: task.name,
    ...(typeof task.description === 'string' && { description: task.description }),
    references: Object.fromEntries(
      Object.entries(task.references ?? {}).map(([name, { type, value }]) => [
        name,
        { type: type.toUpperCase(), value },
      ]),
    ),
    ...(previous !== undefined && { previous }),
    ...(typeof task.relatedContactId === 'string' && { relatedContactId: task.relatedContactId }),
    ...(scheduledAt !== undefined && { scheduledAt }),
  });
  if (token !== undefined) engine.clientTokens.set(token, { contactId: contact.id, at: engine.scheduler.now() });
  return { contactId: contact.id };
};

const updateParams = v.object({
  name: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(1_024)))),
  description: v.optional(v.nullable(v.pipe(v.string(), v.maxLength(4_096)))),
  references: v.optional(v.nullable(v.record(v.string(), reference))),
});

export const updateContact: Operation = (engine, agent, params) => {
  const { contact } = assignmentIn(agent, params);
  const { name, description, references } = read(updateParams, params);
  if (isOver(contact)) throw new CtiError('InvalidStateException', 'The contact has ended.');
  contact.name = name ?? contact.name;
  contact.description = description ?? contact.description;
  contact.references = { ...contact.references, ...references };
  touch(engine, contact);
  return {};
};

export const listTaskTemplates: Operation = () => ({ taskTemplates: [], nextToken: null });
export const noTaskTemplate: Operation = () => {
  throw new CtiError('ResourceNotFoundException', 'There is no such task template.', 404);
};
