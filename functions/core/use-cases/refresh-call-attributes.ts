import { isInProgress } from '../call-state.ts';
import type { ContactInput } from '../contracts/call-request.ts';
import type { CallStore } from '../ports/call-store.ts';
import type { ConnectCalls } from '../ports/connect.ts';
import type { Log } from '../ports/log.ts';
import type { OpportunityKey } from '../ports/opportunity-store.ts';

export interface CallAttributePorts {
  readonly calls: Pick<CallStore, 'listByOpportunity'>;
  readonly connect: Pick<ConnectCalls, 'updateAttributes'>;
  readonly log: Log;
}

/**
 * What whispers and transfers say about the person follows an edit during the call. It is a display value: that it could not
 * be refreshed is logged and never fails the edit.
 */
export async function refreshCallAttributes(
  { calls, connect, log }: CallAttributePorts,
  key: OpportunityKey,
  before: ContactInput,
  after: ContactInput,
): Promise<void> {
  const attributes = shownOf(after);
  if (JSON.stringify(attributes) === JSON.stringify(shownOf(before))) return;
  try {
    const live = (await calls.listByOpportunity(key)).filter(
      (call) => call.contactId === after.id && isInProgress(call.state),
    );
    await Promise.all(
      live.map(({ connectContactId }) =>
        connectContactId === undefined ? undefined : connect.updateAttributes(connectContactId, attributes),
      ),
    );
  } catch (error) {
    log.error('call-attributes-not-refreshed', error, { contactId: after.id });
  }
}

/** Names of `CALL_ATTRIBUTES`. */
const shownOf = (contact: ContactInput) => ({
  contactName: contact.name,
  contactRole: contact.role ?? '',
  contactTitle: contact.title ?? '',
});
