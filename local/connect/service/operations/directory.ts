/** Users, queues, prompts, hours, statuses, the instance: what the operator has set up. */

import type { Engine } from '../../engine.ts';
import { isRecord } from '../../flow/language.ts';
import { findFlow, findQueue, idOf, resourceArn } from '../../instance.ts';
import { invalidRequest, notFound } from '../errors.ts';
import { checkInstance, type Input, pageOf, requiredText } from '../input.ts';
import { instanceResource, queueResource, type ServiceOperation } from '../operation.ts';

/** A list operation over things that never change while the instance runs. */
const list = (member: string, of: (engine: Engine, input: Input) => readonly object[]): ServiceOperation => ({
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { items, NextToken } = pageOf(input, of(engine, input));
    return { [member]: items, NextToken };
  },
});
const chosen = (input: Input, member: string, value: string): boolean => {
  const wanted = input[member];
  return !Array.isArray(wanted) || wanted.length === 0 || wanted.includes(value);
};

export const listUsers = list('UserSummaryList', ({ instance }) =>
  instance.users.map(({ id, arn, username }) => ({ Id: id, Arn: arn, Username: username })),
);
export const listQueues = list('QueueSummaryList', ({ instance }, input) =>
  instance.queues
    .filter(({ type }) => chosen(input, 'QueueTypes', type))
    .map(({ arn, name, type }) => ({ Id: idOf(arn), Arn: arn, Name: name, QueueType: type })),
);
export const listPrompts = list('PromptSummaryList', ({ instance }) =>
  instance.seed.prompts.map(({ id, name }) => ({ Id: id, Arn: resourceArn(instance, 'prompt', id), Name: name })),
);
export const listHoursOfOperations = list('HoursOfOperationSummaryList', ({ instance }) =>
  instance.seed.hoursOfOperation.map(({ id, name }) => ({
    Id: id,
    Arn: resourceArn(instance, 'operating-hours', id),
    Name: name,
  })),
);

const STATUS_TYPES = { routable: 'ROUTABLE', not_routable: 'CUSTOM', offline: 'OFFLINE' } as const;
export const listAgentStatuses = list('AgentStatusSummaryList', ({ instance }, input) =>
  instance.statuses
    .filter(({ type }) => chosen(input, 'AgentStatusTypes', STATUS_TYPES[type]))
    .map(({ agentStateARN, name, type }) => ({
      Id: idOf(agentStateARN),
      Arn: agentStateARN,
      Name: name,
      Type: STATUS_TYPES[type],
    })),
);

export const describeQueue: ServiceOperation = {
  resources: queueResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { instance } = engine;
    const queue = findQueue(instance, requiredText(input, 'QueueId', 1, 256));
    if (queue === undefined) throw notFound('Queue not found');
    return {
      Queue: {
        Name: queue.name,
        QueueArn: queue.arn,
        QueueId: queue.id,
        Status: 'ENABLED',
        HoursOfOperationId: instance.seed.hoursOfOperation[0]?.id,
        OutboundCallerConfig: {
          OutboundCallerIdNumberId: instance.seed.phoneNumbers[0]?.id,
          OutboundFlowId: queue.outboundFlowId,
        },
      },
    };
  },
};

/** Sets the flow that a call placed from the queue runs: its outbound whisper. */
export const updateQueueOutboundCallerConfig: ServiceOperation = {
  resources: queueResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const queue = findQueue(engine.instance, requiredText(input, 'QueueId', 1, 256));
    if (queue === undefined) throw notFound('Queue not found');
    const { OutboundFlowId } = isRecord(input.OutboundCallerConfig) ? input.OutboundCallerConfig : {};
    const flow = typeof OutboundFlowId === 'string' ? findFlow(engine.instance, OutboundFlowId) : undefined;
    if (flow === undefined) delete queue.outboundFlowId;
    else if (flow.type === 'OUTBOUND_WHISPER') queue.outboundFlowId = flow.id;
    else throw invalidRequest('OutboundFlowId must be a flow of type OUTBOUND_WHISPER');
    engine.changes.instance();
    return {};
  },
};

export const describeInstance: ServiceOperation = {
  resources: instanceResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { instance } = engine;
    return {
      Instance: {
        Id: instance.id,
        Arn: instance.arn,
        IdentityManagementType: 'SAML',
        InstanceAlias: instance.alias,
        InstanceStatus: 'ACTIVE',
        InboundCallsEnabled: true,
        OutboundCallsEnabled: true,
      },
    };
  },
};
