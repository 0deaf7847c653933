import type { AgentCall } from '../contracts/agent-requests.ts';
import type { CallAccepted } from '../contracts/call.ts';
import type { CallRequested } from '../contracts/call-request.ts';
import type { Source } from '../contracts/configuration.ts';
import { CtiError } from '../errors.ts';
import { callIdOf } from '../ids.ts';
import type { CrmRecords } from '../ports/crm.ts';
import type { ContactStore, OpportunityKey, OpportunityStore, StoredContact } from '../ports/opportunity-store.ts';
import { fieldError, invalidFields } from '../validation.ts';
import { type AcceptPorts, acceptCallRequest } from './accept-call-request.ts';

export interface RequestCallPorts extends AcceptPorts {
  readonly contacts: Pick<ContactStore, 'get'>;
  readonly opportunities: Pick<OpportunityStore, 'getOpportunity' | 'project'>;
  readonly records: Pick<CrmRecords, 'remember'>;
}

/** Of CRMs whose own pages make a record of a call before anybody dials, by kind: what its ids look like. */
const RECORD_ID: Partial<Readonly<Record<Source['kind'], RegExp>>> = { hubspot: /^[1-9]\d{0,19}$/ };

export interface AgentCallRequest {
  readonly source: Source | undefined;
  readonly key: OpportunityKey;
  readonly agentUsername: string;
  readonly order: AgentCall;
  /** The same key of the same agent makes one call. */
  readonly idempotencyKey: string;
}

/**
 * An agent calls a person of an opportunity that is on the screen.
 * @throws CtiError `not-found`, `invalid-fields`
 */
export const requestCall =
  (ports: RequestCallPorts) =>
  async ({ source, key, agentUsername, order, idempotencyKey }: AgentCallRequest): Promise<CallAccepted> => {
    const [opportunity, contact] = await Promise.all([
      ports.opportunities.getOpportunity(key),
      ports.contacts.get(key, order.contactId),
    ]);
    if (source === undefined || opportunity === undefined)
      throw new CtiError('not-found', 'There is no such opportunity.');
    if (contact === undefined) throw invalidFields([fieldError(['contactId'], 'is not a person of this opportunity')]);
    const phone = numberOf(contact, order);
    const { sourceId: _source, updatedAt: _updatedAt, version: _version, ...data } = opportunity;
    const message: CallRequested['data'] = {
      opportunity: data,
      contacts: [contact],
      documents: [],
      call: { contactId: contact.id, phone, agent: { username: agentUsername }, mode: order.mode },
    };
    const requestId = `desktop-${agentUsername}-${idempotencyKey}`;
    const { recordId } = order;
    if (recordId !== undefined) {
      if (RECORD_ID[source.kind]?.test(recordId) !== true)
        throw invalidFields([fieldError(['recordId'], 'is no record that this CRM makes of a call by itself')]);
      // Whether it is a record of this deal's, only the CRM knows: who writes into it looks first.
      await ports.records.remember(key, callIdOf(source.id, requestId), recordId, { isUnproven: true });
    }
    return acceptCallRequest(ports)({ source, requestId, message, fromDesktop: true });
  };

/** Only the person's own numbers: a desktop is no open dialler. */
function numberOf({ phones }: StoredContact, { phone }: AgentCall): string {
  const number = phone ?? phones[0]?.number;
  if (number === undefined) throw invalidFields([fieldError(['phone'], 'the person has no phone number')]);
  if (!phones.some((entry) => entry.number === number)) {
    throw invalidFields([fieldError(['phone'], 'is not a number of this person')]);
  }
  return number;
}
