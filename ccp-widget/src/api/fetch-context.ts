import type { OpportunityContext } from '../../../functions/core/contracts/opportunity-context.ts';
import { contextId, type OpportunityKey } from '../state/desktop-state.ts';
import type { Send } from './api-client.ts';

/** A context comes in pages when the opportunity has very many people, documents or calls. */
const MOST_PAGES = 20;

export const opportunityPath = (key: OpportunityKey): string => `/opportunities/${contextId(key)}`;

/** Everything about one opportunity, whole. */
export async function fetchContext(send: Send, key: OpportunityKey): Promise<OpportunityContext> {
  const path = opportunityPath(key);
  let context = await send<OpportunityContext>(path);
  for (let page = 1; context.cursor !== undefined && page < MOST_PAGES; page++) {
    const more = await send<OpportunityContext>(`${path}?cursor=${encodeURIComponent(context.cursor)}`);
    context = joinPages(context, more);
  }
  return context;
}

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
