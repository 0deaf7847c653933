import { randomUUID } from 'node:crypto';
import { standardQueue } from '../../create-instance.ts';
import type { Engine } from '../../engine.ts';
import { isRecord } from '../../flow/language.ts';
import { findFlow, findHours, findQueue, idOf, type Queue } from '../../instance.ts';
import { waitingIn } from '../../queues/waiting.ts';
import { invalidParameter, invalidRequest, notFound, ServiceError } from '../errors.ts';
import {
  checkInstance,
  type Input,
  optionalChoice,
  optionalInteger,
  optionalText,
  requiredText,
  textMap,
} from '../input.ts';
import { queueResource, type ServiceOperation } from '../operation.ts';
import { searchOperation } from '../search.ts';

/** Quota "Queues per instance". */
const MAX_QUEUES = 100;

export const queueIn = (engine: Engine, input: Input, member = 'QueueId'): Queue => {
  const queue = findQueue(engine.instance, requiredText(input, member, 1, 256));
  if (queue === undefined) throw notFound('Queue not found');
  return queue;
};

const standardQueueIn = (engine: Engine, input: Input): Queue => {
  const queue = queueIn(engine, input);
  if (queue.type !== 'STANDARD') throw invalidRequest('An agent queue cannot be changed');
  return queue;
};

const hoursIdIn = (engine: Engine, input: Input): string => {
  const hours = findHours(engine.instance, requiredText(input, 'HoursOfOperationId', 1, 500));
  if (hours === undefined) throw notFound('Hours of operation not found');
  return hours.id;
};

/** What `OutboundCallerConfig` says, as the whole of it. */
const setOutboundCaller = (engine: Engine, queue: Queue, input: Input): void => {
  const { OutboundFlowId, OutboundCallerIdNumberId } = isRecord(input.OutboundCallerConfig)
    ? input.OutboundCallerConfig
    : {};
  const flow = typeof OutboundFlowId === 'string' ? findFlow(engine.instance, OutboundFlowId) : undefined;
  if (typeof OutboundFlowId === 'string' && flow === undefined) throw notFound('Contact flow not found');
  if (flow !== undefined && flow.type !== 'OUTBOUND_WHISPER') {
    throw invalidRequest('OutboundFlowId must be a flow of type OUTBOUND_WHISPER');
  }
  const number = engine.instance.seed.phoneNumbers.find(({ id }) => id === idOf(String(OutboundCallerIdNumberId)));
  if (OutboundCallerIdNumberId !== undefined && number === undefined) throw notFound('Phone number not found');
  delete queue.outboundFlowId;
  delete queue.outboundNumberId;
  Object.assign(queue, {
    ...(flow !== undefined && { outboundFlowId: flow.id }),
    ...(number !== undefined && { outboundNumberId: number.id }),
  });
};

/** No agent serves it before a routing profile has it. */
export const createQueue: ServiceOperation = {
  partial: 'no e-mail addresses',
  resources: (engine) => [`${engine.instance.arn}/queue/*`],
  run: (engine, input) => {
    checkInstance(engine, input);
    const { instance } = engine;
    const name = requiredText(input, 'Name', 1, 127);
    const queue = standardQueue(instance, { id: randomUUID(), name, hoursOfOperationId: hoursIdIn(engine, input) });
    queue.description = optionalText(input, 'Description', 0, 250) ?? '';
    const maxContacts = optionalInteger(input, 'MaxContacts', 0, Number.MAX_SAFE_INTEGER);
    if (maxContacts !== undefined) queue.maxContacts = maxContacts;
    setOutboundCaller(engine, queue, input);
    const quickConnectIds = Array.isArray(input.QuickConnectIds)
      ? input.QuickConnectIds.map((id) => idOf(String(id)))
      : [];
    if (!quickConnectIds.every((id) => instance.quickConnects.has(id))) throw notFound('Quick connect not found');
    Object.assign(queue, { quickConnectIds, tags: { ...textMap(input, 'Tags') } });
    if (instance.queues.some((known) => known.name === name)) {
      throw new ServiceError('DuplicateResourceException', `A queue with the name ${name} already exists`);
    }
    if (instance.queues.filter(({ type }) => type === 'STANDARD').length >= MAX_QUEUES) {
      throw new ServiceError('LimitExceededException', 'Queues per instance');
    }
    instance.queues.push(queue);
    engine.changes.instance();
    return { QueueId: queue.id, QueueArn: queue.arn };
  },
};

const shown = (engine: Engine, queue: Queue) => ({
  Name: queue.name,
  Description: queue.description,
  QueueArn: queue.arn,
  QueueId: queue.id,
  Status: queue.disabled === true ? 'DISABLED' : 'ENABLED',
  HoursOfOperationId: queue.hoursOfOperationId,
  MaxContacts: queue.maxContacts,
  OutboundCallerConfig: {
    OutboundCallerIdNumberId: queue.outboundNumberId ?? engine.instance.seed.phoneNumbers[0]?.id,
    OutboundFlowId: queue.outboundFlowId,
  },
  Tags: queue.tags ?? {},
});

export const describeQueue: ServiceOperation = {
  resources: queueResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    return { Queue: shown(engine, queueIn(engine, input)) };
  },
};

export const searchQueues = searchOperation<Queue>({
  member: 'Queues',
  of: ({ instance }) => instance.queues.filter(({ type }) => type === 'STANDARD'),
  show: shown,
  fields: { name: ({ name }) => name ?? '', description: ({ description }) => description, resourceID: ({ id }) => id },
  // STANDARD is the only searchable type of the model.
  conditions: { QueueTypeCondition: (wanted, { type }) => wanted === type },
  tags: ({ tags }) => tags ?? {},
});

/** Sets the number that a call from the queue shows and the flow that it runs: its outbound whisper. */
export const updateQueueOutboundCallerConfig: ServiceOperation = {
  resources: queueResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    setOutboundCaller(engine, queueIn(engine, input), input);
    engine.changes.instance();
    return {};
  },
};

export const updateQueueHoursOfOperation: ServiceOperation = {
  resources: queueResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    queueIn(engine, input).hoursOfOperationId = hoursIdIn(engine, input);
    engine.changes.instance();
    return {};
  },
};

/** Without MaxContacts the queue takes as many as come. */
export const updateQueueMaxContacts: ServiceOperation = {
  resources: queueResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const queue = queueIn(engine, input);
    const maxContacts = optionalInteger(input, 'MaxContacts', 0, Number.MAX_SAFE_INTEGER);
    if (maxContacts === undefined) delete queue.maxContacts;
    else queue.maxContacts = maxContacts;
    engine.changes.instance();
    return {};
  },
};

export const updateQueueName: ServiceOperation = {
  resources: queueResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const queue = standardQueueIn(engine, input);
    const name = optionalText(input, 'Name', 1, 127) ?? queue.name;
    const description = optionalText(input, 'Description', 0, 250) ?? queue.description;
    if (engine.instance.queues.some((known) => known !== queue && known.name === name)) {
      throw new ServiceError('DuplicateResourceException', `A queue with the name ${name} already exists`);
    }
    Object.assign(queue, { name, ...(description !== undefined && { description }) });
    engine.changes.instance();
    return {};
  },
};

/** A disabled queue takes no new contacts; those that wait in it go on (Administrator Guide, "Disable a queue"). */
export const updateQueueStatus: ServiceOperation = {
  resources: queueResource,
  run: (engine, input) => {
    const status = optionalChoice(input, 'Status', ['ENABLED', 'DISABLED']);
    if (status === undefined) throw invalidParameter('Status is a required parameter');
    checkInstance(engine, input);
    standardQueueIn(engine, input).disabled = status === 'DISABLED';
    engine.changes.instance();
    return {};
  },
};

/** What still names the queue keeps it: routing profiles, quick connects, contacts that wait. */
export const deleteQueue: ServiceOperation = {
  resources: queueResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const queue = standardQueueIn(engine, input);
    const { routingProfiles, quickConnects, queues, deleted } = engine.instance;
    const inUse =
      [...routingProfiles.values()].some(
        (profile) =>
          profile.defaultOutboundQueueId === queue.id || profile.queues.some(({ queueId }) => queueId === queue.id),
      ) ||
      [...quickConnects.values()].some(({ config }) => config.type === 'QUEUE' && config.queueId === queue.id) ||
      waitingIn(engine, queue).length > 0;
    if (inUse) throw new ServiceError('ResourceInUseException', 'The queue is in use');
    queues.splice(queues.indexOf(queue), 1);
    deleted.add(queue.id);
    engine.changes.instance();
    return {};
  },
};
