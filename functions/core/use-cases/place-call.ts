import { callAttributes, cutText } from '../attributes.ts';
import { numberToCall, personToCall } from '../call-request.ts';
import type { CallReason } from '../contracts/call.ts';
import type { ConnectCalls, Log, StoredRequest } from '../ports.ts';

/** `unknown`: Connect did not answer; the call may have been started, and asking again with the same token tells. */
export type Placement =
  | { readonly outcome: 'started'; readonly connectContactId: string }
  | { readonly outcome: 'refused'; readonly reason: CallReason }
  | { readonly outcome: 'throttled' }
  | { readonly outcome: 'unknown'; readonly error: unknown };

/** StartOutboundVoiceContact: Name and Description, shown in the CCP. */
const MAX_NAME = 1_024;
const MAX_DESCRIPTION = 4_096;

/** Starts the call. The call's id is the token, so that the same request never starts two. Never rejects. */
export const placeCall =
  (ports: { connect: Pick<ConnectCalls, 'start'>; log: Log }) =>
  async (request: StoredRequest): Promise<Placement> => {
    const { message, callId } = request;
    const { name, title, company } = personToCall(message);
    try {
      const result = await ports.connect.start({
        clientToken: callId,
        phone: numberToCall(message),
        attributes: callAttributes(request),
        name: cutText(message.opportunity.name.toWellFormed(), MAX_NAME),
        description: cutText([name, title, company].filter(Boolean).join(', ').toWellFormed(), MAX_DESCRIPTION),
      });
      if (result.outcome === 'refused') {
        ports.log.info('call-refused', { callId, reason: result.reason, detail: result.detail });
      }
      return result;
    } catch (error) {
      ports.log.error('call-not-placed', error, { callId });
      return { outcome: 'unknown', error };
    }
  };
