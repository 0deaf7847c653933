/// <reference types="amazon-connect-streams" />

import { readAttributes } from './read-contact.ts';
import type { PreviewPhase, SoftphonePreview } from './softphone.ts';

const PHASES: Readonly<Record<string, PreviewPhase>> = {
  incoming: 'offered',
  pending: 'offered',
  connecting: 'offered',
  connected: 'open',
  paused: 'open',
  ended: 'over',
};

export const isTask = (contact: connect.Contact): boolean => contact.getType() === 'task';

/**
 * The task of an agent-first call; undefined for any other task: one of ours carries the call's ids and is related to
 * nothing, while a task that an agent makes about a call has a copy of them. Also undefined for one that was missed.
 */
export function readPreview(contact: connect.Contact): SoftphonePreview | undefined {
  const phase = PHASES[contact.getStatus().type];
  const attributes = readAttributes(contact);
  if (phase === undefined || !attributes.callId || contact.getRelatedContactId()) return undefined;
  return { connectContactId: contact.getContactId(), phase, attributes };
}
