/// <reference types="amazon-connect-streams" />
import type { CallPhase, SoftphoneCall } from './softphone.ts';

/** Only voice is ours: chats and tasks of the same agent are left alone. */
export const isVoice = (contact: connect.Contact): boolean => ['voice', 'queue_callback'].includes(contact.getType());

/**
 * Copies what we need while the contact exists: after its removal most getters throw.
 * @see amazon-connect-streams: a contact's state is `error` for missed, rejected and failed calls alike (issue 551).
 */
export function readContact(contact: connect.Contact): SoftphoneCall {
  const attributes: Record<string, string> = {};
  for (const [name, attribute] of Object.entries(contact.getAttributes() ?? {})) {
    if (typeof attribute?.value === 'string') attributes[name] = attribute.value;
  }
  const phone = contact.getInitialConnection()?.getEndpoint()?.phoneNumber;
  const queue = contact.getQueue()?.name;
  return {
    connectContactId: contact.getContactId(),
    inbound: contact.isInbound(),
    ...(phone ? { phone } : {}),
    ...(queue ? { queue } : {}),
    attributes,
  };
}

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
