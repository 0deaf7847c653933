import { isOver } from '../../contacts/contact.ts';
import { startTask, transferTask } from '../../contacts/tasks.ts';
import type { Engine } from '../../engine.ts';
import { agentQueueOf, findUser, type Queue, resourceArn } from '../../instance.ts';
import { attributesIn } from '../attributes.ts';
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
const TOKEN_LIFETIME_MS = 7 * 24 * 3_600_000;
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
    const token = optionalText(input, 'ClientToken', 0, 500);
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
    const now = engine.scheduler.now();
    const known = token === undefined ? undefined : engine.clientTokens.get(`task ${token}`);
    if (known !== undefined && now - known.at < TOKEN_LIFETIME_MS) return { ContactId: known.contactId };
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
    if (token !== undefined) engine.clientTokens.set(`task ${token}`, { contactId: contact.id, at: now });
    return { ContactId: contact.id };
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

export const transferContact: ServiceOperation = {
  partial: 'tasks only, since there is no e-mail; ClientToken is ignored',
  resources: (engine, input) => [...contactResource()(engine, input), ...flowResource(engine, input)],
  run: (engine, input) => {
    checkInstance(engine, input);
    const previous = contactIn(engine, input);
    const flow = flowIn(engine, input);
    const queue = targetIn(engine, input);
    if (!ENTRY_TYPES.includes(flow.type)) throw invalidRequest('The flow must be an inbound or a transfer flow');
    if (previous.channel !== 'TASK') throw invalidRequest('Only TASK contacts can be transferred');
    if (isOver(previous)) throw invalidRequest('The contact is not active');
    if (previous.queueHops >= MAX_TRANSFERS) throw invalidRequest(`Transferred ${MAX_TRANSFERS} times already`);
    const next = transferTask(engine, previous, { flow, ...(queue !== undefined && { queue }) });
    return { ContactId: next.id, ContactArn: resourceArn(engine.instance, 'contact', next.id) };
  },
};
