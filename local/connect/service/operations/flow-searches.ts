/** Search for flows, modules, prompts and agent statuses. */
import type { AgentStatus } from '../../agent-session.ts';
import type { Engine } from '../../engine.ts';
import { type Flow, idOf, type Named, resourceArn } from '../../instance.ts';
import { notFound } from '../errors.ts';
import { checkInstance, requiredText } from '../input.ts';
import { namedResource, type ServiceOperation } from '../operation.ts';
import { type Searchable, searchOperation } from '../search.ts';

const shownFlow =
  (kind: 'contact-flow' | 'flow-module') =>
  ({ instance }: Engine, flow: Flow) => ({
    Arn: resourceArn(instance, kind, flow.id),
    Id: flow.id,
    Name: flow.name,
    Type: kind === 'contact-flow' ? flow.type : undefined,
    State: flow.state,
    Status: flow.status,
    Description: flow.description,
    Tags: flow.tags,
  });

/** `Content` is not part of what a search answers, since it would be too large (assumed). */
const flowSearch: Pick<Searchable<Flow>, 'fields' | 'conditions' | 'tags' | 'partial'> = {
  partial: 'without Content',
  fields: { name: ({ name }) => name, description: ({ description }) => description, resourceID: ({ id }) => id },
  conditions: {
    TypeCondition: (wanted, { type }) => wanted === type,
    StateCondition: (wanted, { state }) => wanted === state,
    StatusCondition: (wanted, { status }) => wanted === status,
  },
  tags: ({ tags }) => tags,
};

const shownPrompt = ({ instance }: Engine, { id, name }: Named) => ({
  PromptARN: resourceArn(instance, 'prompt', id),
  PromptId: id,
  Name: name,
  Tags: {},
});

const STATUS_TYPES = { routable: 'ROUTABLE', not_routable: 'CUSTOM', offline: 'OFFLINE' } as const;
const shownStatus = ({ instance }: Engine, status: AgentStatus) => ({
  AgentStatusARN: status.agentStateARN,
  AgentStatusId: idOf(status.agentStateARN),
  Name: status.name,
  Type: STATUS_TYPES[status.type],
  State: 'ENABLED',
  DisplayOrder: instance.statuses.indexOf(status) + 1,
  Tags: {},
});

const describeAgentStatus: ServiceOperation = {
  resources: namedResource('agent-state', 'AgentStatusId'),
  run: (engine, input) => {
    checkInstance(engine, input);
    const id = idOf(requiredText(input, 'AgentStatusId', 1, 256));
    const status = engine.instance.statuses.find(({ agentStateARN }) => idOf(agentStateARN) === id);
    if (status === undefined) throw notFound('Agent status not found');
    return { AgentStatus: shownStatus(engine, status) };
  },
};

const describePrompt: ServiceOperation = {
  resources: namedResource('prompt', 'PromptId'),
  run: (engine, input) => {
    checkInstance(engine, input);
    const id = idOf(requiredText(input, 'PromptId', 1, 256));
    const prompt = engine.instance.seed.prompts.find((known) => known.id === id);
    if (prompt === undefined) throw notFound('Prompt not found');
    return { Prompt: shownPrompt(engine, prompt) };
  },
};

export const SEARCH_OPERATIONS = {
  DescribeAgentStatus: describeAgentStatus,
  DescribePrompt: describePrompt,
  SearchContactFlows: searchOperation<Flow>({
    ...flowSearch,
    member: 'ContactFlows',
    of: ({ instance }) => [...instance.flows.values()],
    show: shownFlow('contact-flow'),
  }),
  SearchContactFlowModules: searchOperation<Flow>({
    ...flowSearch,
    member: 'ContactFlowModules',
    of: ({ instance }) => [...instance.modules.values()],
    show: shownFlow('flow-module'),
  }),
  SearchPrompts: searchOperation<Named>({
    member: 'Prompts',
    of: ({ instance }) => instance.seed.prompts,
    show: shownPrompt,
    fields: { name: ({ name }) => name, description: () => '', resourceID: ({ id }) => id },
  }),
  SearchAgentStatuses: searchOperation<AgentStatus>({
    member: 'AgentStatuses',
    of: ({ instance }) => instance.statuses,
    show: shownStatus,
    fields: {
      name: ({ name }) => name,
      description: () => '',
      state: () => 'ENABLED',
      type: ({ type }) => STATUS_TYPES[type],
      displayOrder: (status, { instance }) => instance.statuses.indexOf(status) + 1,
      resourceID: ({ agentStateARN }) => idOf(agentStateARN),
    },
  }),
};
