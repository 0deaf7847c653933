import type { Contact } from '../contacts/contact.ts';

/**
 * What a flow's recording behaviour says: `RecordedParticipants` (Agent, Customer) and `IVRRecordingBehavior` (Enabled,
 * Disabled). A later action replaces an earlier one; a recording that was stopped by request stays stopped.
 */
export const setRecordingBehavior = (
  { recording }: Contact,
  { RecordedParticipants: who, IVRRecordingBehavior: ivr }: Readonly<Record<string, unknown>>,
): void => {
  const participants: readonly unknown[] = Array.isArray(who) ? who : [];
  recording.agent = participants.includes('Agent');
  recording.customer = participants.includes('Customer');
  if (ivr !== undefined) recording.ivr = ivr === 'Enabled';
};
