import type { CallReason } from './contracts/call.ts';

/** Connect's DisconnectReason of voice contacts (research: administrator guide, contact records) in our words. */
const REASONS: Readonly<Record<string, CallReason>> = {
  TELECOM_UNANSWERED: 'no-answer',
  TELECOM_TIMEOUT: 'no-answer',
  // Not in the guide; seen in records of campaign calls.
  RING_NO_ANSWER: 'no-answer',
  TELECOM_BUSY: 'busy',
  TELECOM_NUMBER_INVALID: 'invalid-number',
  OUTBOUND_DESTINATION_ENDPOINT_ERROR: 'invalid-number',
  TELECOM_POTENTIAL_BLOCKING: 'destination-not-allowed',
  CUSTOMER_DISCONNECT: 'customer-hung-up',
  AGENT_DISCONNECT: 'agent-hung-up',
  CONTACT_FLOW_DISCONNECT: 'flow-ended',
  EXPIRED: 'flow-ended',
  API: 'cancelled',
  TELECOM_PROBLEM: 'service-error',
  TELECOM_ORIGINATOR_CANCEL: 'cancelled',
  OUTBOUND_RESOURCE_ERROR: 'service-error',
  OUTBOUND_ATTEMPT_FAILED: 'service-error',
  SYSTEM_ERROR: 'service-error',
};

/**
 * Why the call ended; undefined for a reason that says nothing to a person. An answered call whose flow gave up before an agent took
 * it is `no-agent`; one that a machine has answered is `voicemail`, whoever has hung up.
 */
export function reasonOfDisconnect(
  disconnectReason: string | undefined,
  reached: { readonly customer: boolean; readonly machine: boolean; readonly agent: boolean },
): CallReason | undefined {
  const reason = disconnectReason === undefined ? undefined : REASONS[disconnectReason.toUpperCase()];
  if (reached.agent || !reached.customer) return reason;
  if (reached.machine && (reason === 'flow-ended' || reason === 'customer-hung-up')) return 'voicemail';
  return reason === 'flow-ended' ? 'no-agent' : reason;
}
