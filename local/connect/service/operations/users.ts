/** The people of the instance and what they are doing. */

import { CtiError } from '../../agent-session.ts';
import { type Agent, agentState } from '../../agents/agent.ts';
import { setStatus } from '../../agents/set-status.ts';
import type { Engine } from '../../engine.ts';
import { isRecord } from '../../flow/language.ts';
import { findUser, idOf, resourceArn } from '../../instance.ts';
import { invalidRequest, notFound } from '../errors.ts';
import { checkInstance, type Input, pageOf, requiredText } from '../input.ts';
import { type ServiceOperation, userResource } from '../operation.ts';

const agentIn = (engine: Engine, input: Input): Agent => {
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
    const [firstName, ...rest] = user.name.split(' ');
    return {
      User: {
        Id: user.id,
        Arn: user.arn,
        Username: user.username,
        IdentityInfo: { FirstName: firstName, LastName: rest.join(' ') },
        PhoneConfig: { PhoneType: 'SOFT_PHONE', AutoAccept: autoAccept, AfterContactWorkTimeLimit: 0 },
        RoutingProfileId: engine.instance.seed.routingProfile.id,
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

const CONTACT_STATES: Readonly<Record<string, string>> = {
  connecting: 'CONNECTING',
  connected: 'CONNECTED',
  ended: 'ENDED',
  error: 'MISSED',
};

export const getCurrentUserData: ServiceOperation = {
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
    if (![Agents, Queues, RoutingProfiles].some((filter) => Array.isArray(filter) && filter.length > 0)) {
      throw invalidRequest('Filters must name agents, queues or routing profiles');
    }
    const named = Array.isArray(Agents) ? Agents.map(String) : undefined;
    const agents = [...engine.agents.values()].filter(
      ({ user, status }) =>
        status.type !== 'offline' && (named === undefined || named.includes(user.id) || named.includes(user.arn)),
    );
    const { items, NextToken } = pageOf(input, agents);
    const profile = instance.seed.routingProfile;
    return {
      UserDataList: items.map((agent) => {
        const state = agentState(agent);
        const active = agent.assignments.length;
        return {
          User: { Id: agent.user.id, Arn: agent.user.arn },
          RoutingProfile: { Id: profile.id, Arn: resourceArn(instance, 'routing-profile', profile.id) },
          Status: {
            StatusStartTimestamp: new Date(agent.statusSince),
            StatusArn: agent.status.agentStateARN,
            StatusName: state.agentStateARN === null && state.type === 'error' ? state.name : agent.status.name,
          },
          AvailableSlotsByChannel: { VOICE: active === 0 ? 1 : 0 },
          MaxSlotsByChannel: { VOICE: 1 },
          ActiveSlotsByChannel: { VOICE: active },
          Contacts: agent.assignments.map(({ contact, state: contactState, since }) => ({
            ContactId: contact.id,
            Channel: 'VOICE',
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
