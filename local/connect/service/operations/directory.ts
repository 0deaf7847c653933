/** Users, queues, prompts, hours, statuses, the instance: what the operator has set up. */

import type { Engine } from '../../engine.ts';
import { idOf, resourceArn } from '../../instance.ts';
import { checkInstance, type Input, pageOf } from '../input.ts';
import { instanceResource, type ServiceOperation } from '../operation.ts';

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
  [...instance.hours.values()].map(({ id, name }) => ({
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

export const describeInstance: ServiceOperation = {
  partial: 'the always present attributes',
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
