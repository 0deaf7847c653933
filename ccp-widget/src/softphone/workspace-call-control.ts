import type { AgentQuickConnect, PhoneNumberQuickConnect, QueueQuickConnect } from '@amazon-connect/contact';
import { refusalNamed, settleInTime } from './control-outcome.ts';
import type { CallControl, ControlOutcome, ControlRefusal, Destination, QuickConnect } from './softphone.ts';
import { partyKind } from './state-kinds.ts';
import type { WorkspaceApp } from './workspace-app.ts';
import type { WorkspaceMemory } from './workspace-memory.ts';

type Endpoint = AgentQuickConnect | QueueQuickConnect | PhoneNumberQuickConnect;

export interface WorkspaceControlOptions {
  readonly app: Pick<WorkspaceApp, 'agent' | 'contact' | 'voice'>;
  readonly memory: WorkspaceMemory;
  readonly has: (connectContactId: string) => boolean;
  /** Something is known of a call that no event tells. */
  readonly refresh: (connectContactId: string) => void;
}

export interface WorkspaceCallControl extends CallControl {
  quickConnects(): Promise<readonly QuickConnect[]>;
}

export function createWorkspaceCallControl(options: WorkspaceControlOptions): WorkspaceCallControl {
  const { app, memory, has, refresh } = options;
  const { agent, contact, voice } = app;
  /** As the workspace has listed them. */
  const listed = new Map<string, Endpoint>();
  const endpointOf = (to: Destination): Endpoint | undefined =>
    to.kind === 'number' ? numberEndpoint(to.number, to.name) : listed.get(to.id);
  const onCall = (id: string, ask: () => Promise<unknown>): Promise<ControlOutcome> =>
    has(id) ? outcomeOf(ask) : Promise.resolve('wrong-moment');

  return {
    accept: (id) => onCall(id, () => contact.accept(id)),
    dial: (number, relatedContactId) =>
      outcomeOf(async () => {
        const { contactId } = await voice.createOutboundCall(number, { relatedContactId });
        if (contactId === undefined) return;
        memory.rememberRelated(contactId, relatedContactId);
        refresh(contactId);
      }),
    decline: (id) => onCall(id, () => contact.reject(id)),
    leave: (id) => onCall(id, () => contact.disconnectSelf(id)),
    clear: (id) => (has(id) ? outcomeOf(() => contact.clear(id)) : Promise.resolve('done')),
    hold: (id, partyId) => onCall(id, () => voice.holdParticipant(partyId)),
    resume: (id, partyId) => onCall(id, () => voice.resumeParticipant(partyId)),
    drop: (id, partyId) => onCall(id, () => contact.disconnectParticipant(partyId)),
    async add(id, to) {
      const endpoint = endpointOf(to);
      if (!endpoint) return 'bad-destination';
      return onCall(id, async () => {
        const { participantId } = await contact.addParticipant(id, endpoint);
        memory.rememberParty(id, participantId, partyBehind(endpoint));
        refresh(id);
      });
    },
    merge: (id) => onCall(id, () => voice.conferenceParticipants(id)),
    async transfer(id, to) {
      const endpoint = endpointOf(to);
      if (endpoint === undefined || endpoint.type === 'phone_number') return 'bad-destination';
      return onCall(id, () => contact.transfer(id, endpoint));
    },
    // The SDK has none of them: their buttons are not shown.
    swap: () => Promise.resolve('not-allowed'),
    mute: () => Promise.resolve('not-allowed'),
    select: () => Promise.resolve('not-allowed'),
    // It waits by itself until the calls at hand are done (`queued`).
    choosePresence: (statusId) => outcomeOf(() => agent.setAvailabilityState(statusId)),
    async quickConnects() {
      const queues = await agent.getRoutingProfileQueues();
      const all = await listAll(
        agent,
        queues.map(({ queueARN }) => queueARN),
      );
      listed.clear();
      for (const endpoint of all) listed.set(endpoint.endpointARN, endpoint);
      return all.map(({ endpointARN, name, type }) => ({ id: endpointARN, name, to: partyKind(type) }));
    },
  };
}

async function listAll(
  agent: WorkspaceApp['agent'],
  queueARNs: string[],
  nextToken?: string,
): Promise<readonly Endpoint[]> {
  const page = await agent.listQuickConnects(queueARNs, nextToken === undefined ? {} : { nextToken });
  return page.nextToken
    ? [...page.quickConnects, ...(await listAll(agent, queueARNs, page.nextToken))]
    : page.quickConnects;
}

/**
 * A number that is no quick connect. The SDK asks for an ARN all the same, and says of none which stands for a bare number;
 * Streams' own `Endpoint.byPhoneNumber` has none, and makes none of an empty one.
 */
const numberEndpoint = (phoneNumber: string, name = phoneNumber): PhoneNumberQuickConnect => ({
  ...{ type: 'phone_number', endpointARN: '', name, phoneNumber },
});

const partyBehind = (endpoint: Endpoint) => ({
  kind: partyKind(endpoint.type),
  name: endpoint.name,
  ...(endpoint.type === 'phone_number' ? { number: endpoint.phoneNumber } : {}),
});

const outcomeOf = (ask: () => Promise<unknown>): Promise<ControlOutcome> =>
  settleInTime((settle) => {
    ask().then(
      () => settle('done'),
      (error: unknown) => settle(refusalFrom(error)),
    );
  });

/**
 * A `ConnectError` has a key; of the workspace's own keys only the SDK's `clientTimeout` is documented. The others here are
 * the names that the CTI API behind both has, and guesses by their words.
 */
export function refusalFrom(error: unknown): ControlRefusal {
  const { errorKey } = Object(error) as { readonly errorKey?: unknown };
  if (typeof errorKey !== 'string') return 'failed';
  if (errorKey === 'clientTimeout') return 'unreachable';
  const named = refusalNamed(errorKey);
  if (named !== 'failed') return named;
  if (/permission|denied/i.test(errorKey)) return 'not-allowed';
  return /not_?found$/i.test(errorKey) ? 'wrong-moment' : 'failed';
}
