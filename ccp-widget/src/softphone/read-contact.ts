/// <reference types="amazon-connect-streams" />
import type { CallParty, CallPhase, SoftphoneCall } from './softphone.ts';
import { initialFirst, partyKind, partyState } from './state-kinds.ts';

/** Only voice is ours: chats and tasks of the same agent are left alone. */
export const isVoice = (contact: connect.Contact): boolean => ['voice', 'queue_callback'].includes(contact.getType());

/**
 * Copies what we need while the contact exists: after its removal most getters throw.
 * @see amazon-connect-streams: a contact's state is `error` for missed, rejected and failed calls alike (issue 551).
 */
export function readContact(contact: connect.Contact): SoftphoneCall {
  const related = contact.getRelatedContactId();
  const phone = contact.getInitialConnection()?.getEndpoint()?.phoneNumber;
  const queue = contact.getQueue()?.name;
  return {
    connectContactId: contact.getContactId(),
    inbound: contact.isInbound(),
    ...(isOffered(contact) ? { offered: true } : {}),
    ...(phone ? { phone } : {}),
    ...(queue ? { queue } : {}),
    attributes: readAttributes(contact),
    ...(related ? { relatedContactId: related } : {}),
    parties: readParties(contact),
  };
}

/** A call that the agent dials is `connecting` too; only some versions of the service say how a contact began. */
function isOffered(contact: connect.Contact): boolean {
  const { type } = contact.getStatus();
  if (type === 'incoming') return true;
  if (type !== 'connecting' || !contact.getAgentConnection()?.isConnecting()) return false;
  const method = contact.getInitiationMethod() as string | null | undefined;
  return method ? method.toLowerCase() !== 'outbound' : contact.isInbound();
}

export function readAttributes(contact: connect.Contact): Readonly<Record<string, string>> {
  const attributes: Record<string, string> = {};
  for (const [name, attribute] of Object.entries(contact.getAttributes() ?? {})) {
    if (typeof attribute?.value === 'string') attributes[name] = attribute.value;
  }
  return attributes;
}

function readParties(contact: connect.Contact): readonly CallParty[] {
  const own = contact.getAgentConnection()?.getConnectionId();
  const parties = contact.getConnections().flatMap((connection): CallParty[] => {
    const partyId = connection.getConnectionId();
    const state = partyState(connection.getStatus().type);
    if (state === undefined || partyId === own) return [];
    const endpoint = connection.getEndpoint();
    const name = quickConnectName(connection) ?? endpoint?.name;
    return [
      {
        partyId,
        initial: connection.isInitialConnection(),
        kind: partyKind(endpoint?.type),
        state,
        ...(endpoint?.phoneNumber ? { number: endpoint.phoneNumber } : {}),
        ...(name ? { name } : {}),
      },
    ];
  });
  return initialFirst(parties);
}

const quickConnectName = (connection: connect.BaseConnection): string | undefined =>
  ('getQuickConnectName' in connection ? (connection as connect.VoiceConnection).getQuickConnectName() : null) ??
  undefined;

const PHASES: Readonly<Record<string, CallPhase>> = {
  incoming: 'ringing',
  pending: 'ringing',
  connecting: 'ringing',
  connected: 'connected',
  paused: 'connected',
  ended: 'ended',
  missed: 'missed',
  rejected: 'missed',
  error: 'missed',
};

export const phaseOf = (contact: connect.Contact): CallPhase | undefined => PHASES[contact.getStatus().type];
