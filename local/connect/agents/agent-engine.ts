/** The engine behind the agents' softphone pages. */
import * as v from 'valibot';
import { type AgentEngine, CtiError, type CtiOperation, VOICE_ENHANCEMENT_MODES } from '../agent-session.ts';
import { attributeBytes, MAX_ATTRIBUTE_BYTES } from '../contacts/contact.ts';
import { type Engine, touch } from '../engine.ts';
import type { Agent } from './agent.ts';
import { AGENT_PERMISSIONS, agentConfiguration, DIALABLE_COUNTRIES, endpointsOf, queuesOf } from './configuration.ts';
import { createAdditionalConnection, transferContact } from './operations/add-party.ts';
import {
  conferenceConnections,
  holdConnection,
  muteParticipant,
  resumeConnection,
  sendDigits,
  toggleActiveConnections,
  unmuteParticipant,
} from './operations/connections.ts';
import {
  acceptContact,
  clearContact,
  completeContact,
  destroyContact,
  pauseContact,
  rejectContact,
  resumeContact,
  updateMonitorParticipantState,
} from './operations/contact-control.ts';
import { createOutboundContact } from './operations/dialing.ts';
import { destroyConnection } from './operations/leave.ts';
import { assignmentIn, type Operation, read } from './operations/operation.ts';
import { createTaskContact, listTaskTemplates, noTaskTemplate, updateContact } from './operations/tasks.ts';
import { setStatus } from './set-status.ts';
import { agentSnapshot } from './snapshot.ts';

const nothing: Operation = () => ({});
/** Lists fit in one page. */
const page =
  (name: string, of: (engine: Engine, agent: Agent) => unknown): Operation =>
  (engine, agent) => ({ [name]: of(engine, agent), nextToken: null });

const stateParams = v.object({
  state: v.looseObject({ agentStateARN: v.string() }),
  enqueueNextState: v.optional(v.nullable(v.boolean())),
});
const putAgentState: Operation = (engine, agent, params) => {
  const { state, enqueueNextState } = read(stateParams, params);
  const status = engine.instance.statuses.find(({ agentStateARN }) => agentStateARN === state.agentStateARN);
  if (status === undefined) throw new CtiError('InvalidStateException', 'The agent has no such state.');
  setStatus(engine, agent, status, enqueueNextState === true);
  return {};
};

const configurationParams = v.object({
  configuration: v.looseObject({
    softphoneEnabled: v.optional(v.boolean()),
    softphoneAutoAccept: v.optional(v.boolean()),
    voiceEnhancementMode: v.optional(v.picklist(VOICE_ENHANCEMENT_MODES)),
  }),
});
const updateAgentConfiguration: Operation = (engine, agent, params) => {
  const { configuration } = read(configurationParams, params);
  agent.softphoneEnabled = configuration.softphoneEnabled ?? agent.softphoneEnabled;
  agent.autoAccept = configuration.softphoneAutoAccept ?? agent.autoAccept;
  agent.voiceEnhancementMode = configuration.voiceEnhancementMode ?? agent.voiceEnhancementMode;
  engine.changes.agent(agent.user.username);
  return {};
};

const endpointParams = v.object({ queueARNs: v.optional(v.nullable(v.array(v.string()))) });
/** Without `queueARNs` (Streams always sends them) those of all the agent's queues. */
const getEndpoints: Operation = (engine, agent, params) => {
  const queueArns = read(endpointParams, params).queueARNs ?? queuesOf(engine, agent).map(({ queueARN }) => queueARN);
  return { endpoints: endpointsOf(engine, queueArns), nextToken: null };
};

const attributeParams = v.object({ attributes: v.record(v.string(), v.string()) });
const updateContactAttributes: Operation = (engine, agent, params) => {
  const { contact } = assignmentIn(agent, params);
  const { attributes } = read(attributeParams, params);
  if (attributeBytes({ ...contact.attributes, ...attributes }) > MAX_ATTRIBUTE_BYTES) {
    throw new CtiError('InvalidParameterException', 'Attributes are too large.');
  }
  Object.assign(contact.attributes, attributes);
  engine.events.publish(contact, 'CONTACT_DATA_UPDATED', ['attributes']);
  touch(engine, contact);
  return {};
};

const OPERATIONS: Readonly<Record<CtiOperation, Operation>> = {
  getAgentSnapshot: (engine, agent) => ({ snapshot: agentSnapshot(engine, agent), nextToken: String(agent.version) }),
  getAgentConfiguration: (engine, agent) => ({ configuration: agentConfiguration(engine, agent) }),
  updateAgentConfiguration,
  getAgentStates: page('states', ({ instance }) => instance.statuses),
  getAgentPermissions: page('permissions', () => AGENT_PERMISSIONS),
  getDialableCountryCodes: page('countryCodes', () => DIALABLE_COUNTRIES),
  getRoutingProfileQueues: page('queues', queuesOf),
  getEndpoints,
  putAgentState,
  acceptContact,
  rejectContact,
  clearContact,
  completeContact,
  destroyContact,
  pauseContact,
  resumeContact,
  createOutboundContact,
  createAdditionalConnection,
  addNewConnection: createAdditionalConnection,
  transferContact,
  destroyConnection,
  holdConnection,
  resumeConnection,
  toggleActiveConnections,
  conferenceConnections,
  sendDigits,
  muteParticipant,
  unmuteParticipant,
  updateMonitorParticipantState,
  createTaskContact,
  updateContact,
  listTaskTemplates,
  getTaskTemplate: noTaskTemplate,
  createTemplatedTask: noTaskTemplate,
  qrSearchQuickResponses: () => ({ results: [], nextToken: null }),
  startScreenSharing: () => {
    throw new CtiError('InvalidRequestException', 'Only calls from the web can share a screen.');
  },
  updateContactAttributes,
  notifyContactIssue: nothing,
  sendClientLogs: nothing,
  sendSoftphoneCallReport: nothing,
  sendSoftphoneCallMetrics: nothing,
};

export const createAgentEngine = (engine: Engine): AgentEngine => {
  const { instance } = engine;
  const agentOf = (username: string): Agent => {
    const agent = engine.agents.get(username);
    if (agent === undefined) throw new CtiError('AccessDeniedException', 'The instance has no such user.', 403);
    return agent;
  };
  engine.changes.on('agent', (username) => {
    const agent = engine.agents.get(username);
    if (agent !== undefined) agent.version += 1;
  });
  return {
    instance: {
      instanceId: instance.id,
      instanceArn: instance.arn,
      alias: instance.alias,
      region: instance.region,
      accountId: instance.accountId,
    },
    approvedOrigins: () => [...instance.approvedOrigins],
    hasUser: (username) => engine.agents.has(username),
    configuration: (username) => agentConfiguration(engine, agentOf(username)),
    snapshot: (username) => agentSnapshot(engine, agentOf(username)),
    version: (username) => agentOf(username).version,
    subscribe: (username, listener) =>
      engine.changes.on('agent', (changed) => {
        if (changed !== username) return;
        const agent = agentOf(username);
        listener({
          snapshot: agentSnapshot(engine, agent),
          configuration: agentConfiguration(engine, agent),
          version: agent.version,
        });
      }),
    perform: async (username, operation, params) => OPERATIONS[operation](engine, agentOf(username), params),
  };
};
