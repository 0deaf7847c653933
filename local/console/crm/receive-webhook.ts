/** The CRM's own webhook endpoint: verifies what the connector sends and applies each message once. */
import { Webhook } from 'standardwebhooks';
import type { SourceEvent } from '../../../functions/core/contracts/source-events.ts';
import type { Crm } from './crm.ts';
import type { CrmPerson } from './opportunities.ts';

export interface Received {
  readonly result: 'applied' | 'seen-before' | 'unknown-type' | 'bad-signature';
  readonly type: string;
  readonly callId?: string;
  readonly connectContactId?: string;
}

type ContactUpdated = Extract<SourceEvent, { type: 'contact.updated' }>;

export function receiveWebhook(
  crm: Crm,
  secret: string,
  rawBody: string,
  headers: Readonly<Record<string, string>>,
): Received {
  let event: SourceEvent;
  try {
    event = new Webhook(secret).verify(rawBody, { ...headers }) as SourceEvent;
  } catch {
    return { result: 'bad-signature', type: 'a webhook' };
  }
  const id = headers['webhook-id'] ?? '';
  const seen = crm.hasSeen(id);
  // Marked first: what applying saves then includes the mark.
  crm.markSeen(id);
  const result = seen ? 'seen-before' : apply(crm, event);
  const { callId, connectContactId } = 'call' in event.data ? event.data.call : {};
  return {
    result,
    type: event.type,
    ...(callId === undefined ? {} : { callId }),
    ...(connectContactId === undefined ? {} : { connectContactId }),
  };
}

function apply(crm: Crm, event: SourceEvent): 'applied' | 'unknown-type' {
  switch (event.type) {
    case 'call.dialing':
    case 'call.answered':
    case 'call.ended':
    case 'call.completed':
    case 'call.blocked':
    case 'call.failed':
      crm.applyCall(event.data.call);
      return 'applied';
    case 'contact.updated':
      applyContact(crm, event);
      return 'applied';
    case 'document.added': {
      const { opportunityId, document, by } = event.data;
      const change = { at: event.timestamp, opportunityId, type: event.type, by, subject: document.title, changes: [] };
      crm.applyDocument(change, document);
      return 'applied';
    }
    case 'opportunity.erased':
    case 'contact.erased':
      // It had them erased: there is nothing left here to change.
      return 'applied';
    default:
      return 'unknown-type';
  }
}

function applyContact(crm: Crm, { timestamp, type, data }: ContactUpdated): void {
  const { opportunityId, contact, contactId, changes, by } = data;
  const known = crm.opportunity(opportunityId)?.people.find(({ id }) => id === contactId);
  const subject = contact?.name ?? known?.name ?? contactId;
  crm.applyContact(
    { at: timestamp, opportunityId, type, by, subject, changes },
    contactId,
    contact === undefined ? undefined : personOf(contact),
  );
}

/** The CRM keeps its own fields: the connector's bookkeeping stays outside. */
function personOf(contact: NonNullable<ContactUpdated['data']['contact']>): CrmPerson {
  const { version: _v, updatedAt: _at, updatedBy: _by, attributes: _attributes, timeZone: _zone, ...person } = contact;
  return person;
}
