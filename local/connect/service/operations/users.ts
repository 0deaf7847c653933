/** The people of the instance and what they are doing. */

import { CtiError } from '../../agent-session.ts';
import { type Agent, agentState } from '../../agents/agent.ts';
import { setStatus } from '../../agents/set-status.ts';
import type { Engine } from '../../engine.ts';
import { isRecord } from '../../flow/language.ts';
import { findUser, idOf, resourceArn } from '../../instance.ts';
import { freeSlots, profileOf } from '../../queues/availability.ts';
import { CHANNELS, type Channel } from '../../routing-profile.ts';
import { invalidRequest, notFound } from '../errors.ts';
import { checkInstance, type Input, pageOf, requiredText } from '../input.ts';
import { type ServiceOperation, userResource } from '../operation.ts';
import { identityOf } from './user-identity.ts';

export const agentIn = (engine: Engine, input: Input): Agent => {
  const user = findUser(engine.instance, requiredText(input, 'UserId', 1, 256));
  const agent = user === undefined ? undefined : engine.agents.get(user.username);
  if (agent === undefined) throw notFound('User not found');
  return agent;
};

export const describeUser: ServiceOperation = {
  resources: userResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const { user, autoAccept } = agentIn(engine, input);
    return {
      User: {
        Id: user.id,
        Arn: user.arn,
        Username: user.username,
        IdentityInfo: identityOf(user),
        PhoneConfig: { PhoneType: 'SOFT_PHONE', AutoAccept: autoAccept, AfterContactWorkTimeLimit: 0 },
        RoutingProfileId: user.routingProfileId,
        SecurityProfileIds: user.securityProfileIds,
        HierarchyGroupId: user.hierarchyGroupId,
        Tags: user.tags,
      },
    };
  },
};

/** Like an agent choosing a status: while a contact is on the desk it becomes the next status. */
export const putUserStatus: ServiceOperation = {
  resources: userResource,
  run: (engine, input) => {
    checkInstance(engine, input);
    const agent = agentIn(engine, input);
    const statusId = idOf(requiredText(input, 'AgentStatusId', 1, 256));
    const status = engine.instance.statuses.find(({ agentStateARN }) => idOf(agentStateARN) === statusId);
    if (status === undefined) throw notFound('Agent status not found');
    try {
      setStatus(engine, agent, status, true);
    } catch (error) {
      throw error instanceof CtiError ? invalidRequest(error.message) : error;
    }
    return {};
  },
};

const byChannel = (count: (channel: Channel) => number): Readonly<Record<string, number>> =>
  Object.fromEntries(CHANNELS.map((channel) => [channel, count(channel)]));

const CONTACT_STATES: Readonly<Record<string, string>> = {
  incoming: 'INCOMING',
  connecting: 'CONNECTING',
  connected: 'CONNECTED',
  ended: 'ENDED',
  error: 'MISSED',
};

const filtered = (filter: unknown): filter is readonly unknown[] => Array.isArray(filter) && filter.length > 0;
const idsOf = (idOrArn: unknown): string => idOf(String(idOrArn));

/** Agents whose routing profile has one of the queues, when queues are asked for. */
const servesOneOf = (engine: Engine, agent: Agent, queues: unknown): boolean =>
  !filtered(queues) ||
  (profileOf(engine, agent)?.queues.some(({ queueId }) => queues.map(idsOf).includes(queueId)) ?? false);

export const getCurrentUserData: ServiceOperation = {
  partial: 'no filters by hierarchy group or contact',
  resources: (engine, input) => {
    const { Agents, Queues, RoutingProfiles } = isRecord(input.Filters) ? input.Filters : {};
    const arns = (kind: 'agent' | 'queue' | 'routing-profile', ids: unknown) =>
      (Array.isArray(ids) ? ids : []).map((id) => resourceArn(engine.instance, kind, idOf(String(id))));
    return [...arns('agent', Agents), ...arns('queue', Queues), ...arns('routing-profile', RoutingProfiles)];
  },
  run: (engine, input) => {
    checkInstance(engine, input);
    const { instance } = engine;
    const { Agents, Queues, RoutingProfiles } = isRecord(input.Filters) ? input.Filters : {};
    if (![Agents, Queues, RoutingProfiles].some(filtered)) {
      throw invalidRequest('Filters must name agents, queues or routing profiles');
    }
    const named = filtered(Agents) ? Agents.map(String) : undefined;
    const agents = [...engine.agents.values()].filter(
      (agent) =>
        agent.status.type !== 'offline' &&
        (named === undefined || named.includes(agent.user.id) || named.includes(agent.user.arn)) &&
        servesOneOf(engine, agent, Queues) &&
        (!filtered(RoutingProfiles) || RoutingProfiles.map(idsOf).includes(agent.user.routingProfileId)),
    );
    const { items, NextToken } = pageOf(input, agents);
    return {
      UserDataList: items.map((agent) => {
        const state = agentState(agent);
        return {
          User: { Id: agent.user.id, Arn: agent.user.arn },
          RoutingProfile: {
            Id: agent.user.routingProfileId,
            Arn: resourceArn(instance, 'routing-profile', agent.user.routingProfileId),
          },
          Status: {
            StatusStartTimestamp: new Date(agent.statusSince),
            StatusArn: agent.status.agentStateARN,
            StatusName: state.agentStateARN === null && state.type === 'error' ? state.name : agent.status.name,
          },
          AvailableSlotsByChannel: byChannel((channel) => freeSlots(engine, agent, channel)),
          MaxSlotsByChannel: byChannel((channel) => profileOf(engine, agent)?.concurrency[channel] ?? 0),
          ActiveSlotsByChannel: byChannel(
            (channel) => agent.assignments.filter(({ contact }) => contact.channel === channel).length,
          ),
          Contacts: agent.assignments.map(({ contact, state: contactState, since }) => ({
            ContactId: contact.id,
            Channel: contact.channel,
            InitiationMethod: contact.initiationMethod,
            AgentContactState: CONTACT_STATES[contactState] ?? 'ERROR',
            StateStartTimestamp: new Date(since),
            Queue: contact.queue === undefined ? undefined : { Id: idOf(contact.queue.arn), Arn: contact.queue.arn },
          })),
          NextStatus: agent.nextStatus?.status.name,
        };
      }),
      ApproximateTotalCount: agents.length,
      NextToken,
    };
  },
};
