import type { Endpoint } from '../../../agent-session.ts';
import { callCti } from '../server.ts';
import { routingProfileOf, type Update } from '../wire.ts';
import { type Command, CommandError, done, withQueueId } from './command.ts';

export const agentCommands: Readonly<Record<string, Command>> = {
  'agent/getARN': (_, { configuration }) => ({ ARN: configuration.agentARN }),
  'agent/getName': (_, { configuration }) => ({ name: configuration.name }),
  'agent/getExtension': (_, { configuration }) => ({ extension: configuration.extension || null }),
  'agent/getState': (_, { snapshot }) => snapshot.state,
  'agent/getAvailabilityState': (_, { snapshot }) => ({
    ...snapshot.state,
    ...(snapshot.nextState && { nextState: snapshot.nextState }),
  }),
  'agent/listAvailabilityStates': (_, { configuration }) => configuration.agentStates,
  'agent/setAvailabilityState': ({ agentStateARN }, update) =>
    chooseStatus(update, (status) => status.agentStateARN === agentStateARN),
  'agent/setAvailabilityStateByName': ({ agentStateName }, update) =>
    chooseStatus(update, ({ name }) => name === agentStateName),
  'agent/setOffline': (_, update) => chooseStatus(update, ({ type }) => type === 'offline'),
  'agent/getRoutingProfile': (_, { configuration }) => routingProfileOf(configuration.routingProfile),
  'agent/getChannelConcurrency': (_, { configuration }) => configuration.routingProfile.channelConcurrencyMap,
  'agent/getDefaultOutboundQueue': (_, { configuration }) =>
    withQueueId(configuration.routingProfile.defaultOutboundQueue),
  'agent/getRoutingProfileQueues': (_, { configuration }) => configuration.routingProfile.queues.map(withQueueId),
  'agent/getDialableCountries': (_, { configuration }) => ({ dialableCountries: configuration.dialableCountries }),
  'agent/listSecurityProfilePermissions': (_, { configuration }) => ({ permissions: configuration.permissions }),
  'agent/listQuickConnects': async ({ queueARNs, options }) => {
    const answer = await callCti('getEndpoints', { queueARNs: [queueARNs].flat(), ...Object(options) });
    if (!answer.ok) return done(answer);
    const { endpoints, nextToken } = answer.data as { endpoints: readonly Endpoint[]; nextToken?: string | null };
    return { quickConnects: endpoints.map(quickConnectOf), nextToken: nextToken ?? null };
  },
  'agent/getNetworkConnectionStatus': (_data, _update, { link }) => ({
    status: link().status,
    timestamp: link().since,
  }),
};

const quickConnectOf = ({ type, endpointARN, name, phoneNumber }: Endpoint) => ({
  type,
  endpointARN,
  name,
  ...(type === 'phone_number' && { phoneNumber }),
});

const chooseStatus = async (
  update: Update,
  matches: (status: { agentStateARN: string; name: string; type: string }) => boolean,
) => {
  const { snapshot, configuration } = update;
  const status = configuration.agentStates.find(matches);
  if (!status) throw new CommandError('agentStateNotFound', 'There is no such agent state');
  const enqueueNextState = snapshot.contacts.length > 0;
  done(await callCti('putAgentState', { state: status, enqueueNextState }));
  return enqueueNextState
    ? { status: 'queued', current: snapshot.state, next: status }
    : { status: 'updated', current: status };
};
