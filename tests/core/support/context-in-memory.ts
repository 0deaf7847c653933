import type { ContactInput, DocumentInput } from '../../../functions/core/contracts/call-request.ts';
import type { OpportunityContext, OpportunityView } from '../../../functions/core/contracts/opportunity-context.ts';

export interface Projected {
  readonly contacts: readonly ContactInput[];
  readonly documents: readonly DocumentInput[];
}

/** What a desktop would be shown of an opportunity that was projected; a file is there once it was asked for. */
export function contextInMemory(
  opportunity: OpportunityView,
  { contacts, documents }: Projected,
  wasAskedFor: (documentId: string) => boolean,
): OpportunityContext {
  const written = { version: 1, updatedAt: opportunity.updatedAt };
  return {
    ...{ opportunity, calls: [], activity: [] },
    contacts: contacts.map((contact) => ({ ...contact, ...written, updatedBy: opportunity.sourceId })),
    documents: documents.map(({ id, title, fileName, contentType = 'application/pdf', category = '' }) => ({
      ...{ id, title, fileName, contentType, category, pinned: false, tags: [], ...written },
      state: wasAskedFor(id) ? 'ready' : 'fetching',
    })),
  };
}
