import { isOver } from '../../contacts/contact.ts';
import { reschedule, startTask, transferTask } from '../../contacts/tasks.ts';
import type { Engine } from '../../engine.ts';
import { agentQueueOf, findUser, type Queue, resourceArn } from '../../instance.ts';
import { attributesIn } from '../attributes.ts';
import { remember, remembered } from '../client-token.ts';
import { invalidParameter, invalidRequest, notFound, ServiceError } from '../errors.ts';
import { checkInstance, contactIn, flowIn, type Input, optionalText, requiredText } from '../input.ts';
import { contactResource, flowResource, type ServiceOperation } from '../operation.ts';
import { referencesIn } from '../references.ts';
import { queueIn } from './queues.ts';

/** Quota "Concurrent active tasks per instance". */
const MAX_TASKS = 2_500;
/** "A maximum of 12 linked task contacts in a chain", "cannot be transferred more than 11 times" (API reference). */
const MAX_CHAIN = 12;
const MAX_TRANSFERS = 11;
/** "Up to 6 days in future" (API reference, ScheduledTime). */
const MAX_SCHEDULE_MS = 6 * 24 * 3_600_000;
const ENTRY_TYPES = ['CONTACT_FLOW', 'AGENT_TRANSFER', 'QUEUE_TRANSFER'];

const scheduleIn = (engine: Engine, input: Input): number | undefined => {
  const { ScheduledTime: seconds } = input;
  if (seconds === undefined) return undefined;
  const at = Number(seconds) * 1_000;
  const waitMs = at - engine.scheduler.now();
  if (!(waitMs > 0 && waitMs <= MAX_SCHEDULE_MS))
    throw invalidParameter('ScheduledTime must be within the next 6 days');
  return at;
};

export const startTaskContact: ServiceOperation = {
  partial: 'by ContactFlowId only: no templates, quick connects, attachments or segment attributes',
  resources: flowResource,
  run: (engine, input) => {
    const name = requiredText(input, 'Name', 1, 512);
    const description = optionalText(input, 'Description', 0, 4_096);
    const references = referencesIn(input);
    for (const member of ['TaskTemplateId', 'QuickConnectId', 'Attachments', 'SegmentAttributes']) {
      if (input[member] !== undefined) throw new ServiceError('NotImplemented', `The local Connect has no ${member}`);
    }
    checkInstance(engine, input);
    const flow = flowIn(engine, input);
    if (flow.type !== 'CONTACT_FLOW') throw invalidRequest('ContactFlowId must be a flow of type CONTACT_FLOW');
    const previous = input.PreviousContactId === undefined ? undefined : contactIn(engine, input, 'PreviousContactId');
    if (input.RelatedContactId !== undefined) contactIn(engine, input, 'RelatedContactId');
    const attributes = attributesIn(input, previous?.attributes);
    const scheduledAt = scheduleIn(engine, input);
    const known = remembered(engine, 'task', input);
    if (known !== undefined) return { ContactId: known };
    const contacts = [...engine.contacts.values()];
    const linked = contacts.filter(
      ({ previousContactId }) => previous !== undefined && previousContactId === previous.id,
    );
    const open = contacts.filter((contact) => contact.channel === 'TASK' && !isOver(contact));
    if (open.length >= MAX_TASKS || linked.length >= MAX_CHAIN) {
      throw new ServiceError('ServiceQuotaExceededException', 'Too many tasks');
    }
    const contact = startTask(engine, {
      flow,
      attributes,
      references,
      name,
      ...(description !== undefined && { description }),
      ...(previous !== undefined && { previous }),
      ...(typeof input.RelatedContactId === 'string' && { relatedContactId: input.RelatedContactId }),
      ...(scheduledAt !== undefined && { scheduledAt }),
    });
    remember(engine, 'task', input, contact);
    return { ContactId: contact.id };
  },
};

export const updateContactSchedule: ServiceOperation = {
  resources: contactResource(),
  run: (engine, input) => {
    checkInstance(engine, input);
    const contact = contactIn(engine, input);
    const at = scheduleIn(engine, input);
    if (at === undefined) throw invalidParameter('ScheduledTime is a required parameter');
    if (!reschedule(engine, contact, at)) throw invalidRequest('The contact is not a task that is still to begin');
    return {};
  },
};

const targetIn = (engine: Engine, input: Input): Queue | undefined => {
  if (input.QueueId !== undefined && input.UserId !== undefined) {
    throw invalidRequest('QueueId and UserId exclude each other');
  }
  if (input.QueueId !== undefined) return queueIn(engine, input);
  if (input.UserId === undefined) return undefined;
  const user = findUser(engine.instance, requiredText(input, 'UserId', 1, 256));
  if (user === undefined) throw notFound('User not found');
  return agentQueueOf(engine.instance, user.username);
};

const transferred = ({ instance }: Engine, id: string) => ({
  ContactId: id,
  ContactArn: resourceArn(instance, 'contact', id),
});

export const transferContact: ServiceOperation = {
  partial: 'tasks only, since there is no e-mail',
  resources: (engine, input) => [...contactResource()(engine, input), ...flowResource(engine, input)],
  run: (engine, input) => {
    checkInstance(engine, input);
    const previous = contactIn(engine, input);
    const flow = flowIn(engine, input);
    const queue = targetIn(engine, input);
    if (!ENTRY_TYPES.includes(flow.type)) throw invalidRequest('The flow must be an inbound or a transfer flow');
    const known = remembered(engine, 'transfer', input);
    if (known !== undefined) return transferred(engine, known);
    if (previous.channel !== 'TASK') throw invalidRequest('Only TASK contacts can be transferred');
    if (isOver(previous)) throw invalidRequest('The contact is not active');
    if (previous.queueHops >= MAX_TRANSFERS) throw invalidRequest(`Transferred ${MAX_TRANSFERS} times already`);
    const next = transferTask(engine, previous, { flow, ...(queue !== undefined && { queue }) });
    remember(engine, 'transfer', input, next);
    return transferred(engine, next.id);
  },
};
