import { randomUUID } from 'node:crypto';
import { standardQueue } from '../../create-instance.ts';
import type { Engine } from '../../engine.ts';
import { isRecord } from '../../flow/language.ts';
import { findFlow, findHours, findQueue, idOf, type Queue } from '../../instance.ts';
import { invalidRequest, notFound, ServiceError } from '../errors.ts';
import { checkInstance, type Input, optionalInteger, optionalText, requiredText } from '../input.ts';
import { queueResource, type ServiceOperation } from '../operation.ts';

/** Quota "Queues per instance". */
const MAX_QUEUES = 100;

export const queueIn = (engine: Engine, input: Input, member = 'QueueId'): Queue => {
  const queue = findQueue(engine.instance, requiredText(input, member, 1, 256));
  if (queue === undefined) throw notFound('Queue not found');
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
  partial: 'no quick connects, no e-mail addresses, no tags',
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

export const describeQueue: ServiceOperation = {
  resources: queueResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const queue = queueIn(engine, input);
    return {
      Queue: {
        Name: queue.name,
        Description: queue.description,
        QueueArn: queue.arn,
        QueueId: queue.id,
        Status: 'ENABLED',
        HoursOfOperationId: queue.hoursOfOperationId,
        MaxContacts: queue.maxContacts,
        OutboundCallerConfig: {
          OutboundCallerIdNumberId: queue.outboundNumberId ?? engine.instance.seed.phoneNumbers[0]?.id,
          OutboundFlowId: queue.outboundFlowId,
        },
      },
    };
  },
};

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
