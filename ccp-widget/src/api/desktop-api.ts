import type {
  ContactCreation,
  ContactEdit,
  DocumentCreation,
  DocumentEdit,
  OutcomeInput,
} from '../../../functions/core/contracts/agent-requests.ts';
import type { CallAccepted, CallView, DocumentUpload } from '../../../functions/core/contracts/call.ts';
import type {
  CallContext,
  ContactView,
  DocumentLink,
  DocumentView,
  OpportunityContext,
  OpportunityMatch,
} from '../../../functions/core/contracts/opportunity-context.ts';
import { contextId, type OpportunityKey } from '../state/desktop-state.ts';
import type { Send } from './api-client.ts';

/** A context comes in pages when the opportunity has very many people, documents or calls. */
const MOST_PAGES = 20;
const etag = (version: number): { 'if-match': string } => ({ 'if-match': `"${version}"` });

/** The API of DESIGN section 4, one method per route that the desktop uses. */
export function createDesktopApi(send: Send) {
  const at = (key: OpportunityKey): string => `/opportunities/${contextId(key)}`;
  const contactAt = (key: OpportunityKey, id: string): string => `${at(key)}/contacts/${encodeURIComponent(id)}`;
  const documentAt = (key: OpportunityKey, id: string): string => `${at(key)}/documents/${encodeURIComponent(id)}`;

  return {
    async context(key: OpportunityKey): Promise<OpportunityContext> {
      let context = await send<OpportunityContext>(at(key));
      for (let page = 1; context.cursor !== undefined && page < MOST_PAGES; page++) {
        const { cursor } = context;
        const more = await send<OpportunityContext>(`${at(key)}?cursor=${encodeURIComponent(cursor)}`);
        context = joinPages(context, more);
      }
      return context;
    },
    contextOfCall: (connectContactId: string): Promise<CallContext> =>
      send(`/calls/by-connect-contact/${encodeURIComponent(connectContactId)}/context`),
    myCalls: (): Promise<{ calls: readonly CallView[] }> => send('/calls?agent=me'),
    async find(text: string): Promise<readonly OpportunityMatch[]> {
      const { matches } = await send<{ matches: readonly OpportunityMatch[] }>(
        `/opportunities?q=${encodeURIComponent(text)}`,
      );
      return matches;
    },
    editContact: (key: OpportunityKey, contact: ContactView, body: ContactEdit): Promise<ContactView> =>
      send(contactAt(key, contact.id), { method: 'PATCH', body, headers: etag(contact.version) }),
    addContact: (key: OpportunityKey, body: ContactCreation): Promise<ContactView> =>
      send(`${at(key)}/contacts`, { method: 'POST', body }),
    removeContact: (key: OpportunityKey, contact: ContactView): Promise<void> =>
      send(contactAt(key, contact.id), { method: 'DELETE', headers: etag(contact.version) }),
    addDocument: (
      key: OpportunityKey,
      body: DocumentCreation,
    ): Promise<DocumentView & { readonly upload: DocumentUpload }> =>
      send(`${at(key)}/documents`, { method: 'POST', body }),
    editDocument: (key: OpportunityKey, document: DocumentView, body: DocumentEdit): Promise<DocumentView> =>
      send(documentAt(key, document.id), { method: 'PATCH', body, headers: etag(document.version) }),
    linkDocument: (key: OpportunityKey, id: string, disposition: 'inline' | 'attachment'): Promise<DocumentLink> =>
      send(`${documentAt(key, id)}/link?disposition=${disposition}`),
    /** Without a number the person's first one. The key makes a second press of the button the same request. */
    call: (
      key: OpportunityKey,
      contactId: string,
      phone: string | undefined,
      idempotencyKey: string,
    ): Promise<CallAccepted> =>
      send(`${at(key)}/calls`, {
        method: 'POST',
        body: { contactId, ...(phone === undefined ? {} : { phone }) },
        headers: { 'idempotency-key': idempotencyKey },
      }),
    saveOutcome: (callId: string, outcome: OutcomeInput, options: { keepalive?: boolean } = {}): Promise<CallView> =>
      send(`/calls/${encodeURIComponent(callId)}/outcome`, { method: 'PUT', body: outcome, ...options }),
  };
}

export type DesktopApi = ReturnType<typeof createDesktopApi>;

function joinPages(first: OpportunityContext, more: OpportunityContext): OpportunityContext {
  const { cursor: _answered, ...known } = first;
  return {
    ...known,
    contacts: [...first.contacts, ...more.contacts],
    documents: [...first.documents, ...more.documents],
    calls: [...first.calls, ...more.calls],
    activity: [...first.activity, ...more.activity],
    ...(more.cursor === undefined ? {} : { cursor: more.cursor }),
  };
}
