/** `/crm/v4/associations` and `/crm/v4/objects`: what a deal is associated with (API reference, "Associations v4"). */
import type { CrmOpportunity } from '../../console/crm/opportunities.ts';
import type { DoubleAnswer, Json } from '../double-http.ts';
import { contactLink, NOTE_LINK, noteLinks } from './hubspot-demo.ts';
import { contactIdNow, type HubspotStore } from './hubspot-store.ts';

/** `paging.next.after`; 500 there, small here, so that pages are real. */
const PAGE = 3;

/** @param path after `/crm/v4/associations`: from, to, `batch`, `read` */
export function associationsAnswer(
  store: HubspotStore,
  [from, to]: readonly string[],
  body: Json,
  page: number = PAGE,
): DoubleAnswer {
  if (from === 'contacts' && to === 'deals') return dealsOfContacts(store, body);
  const [input] = (body.inputs as Json[] | undefined) ?? [];
  const [id, after] = [String(input?.id), Number(input?.after ?? 0)];
  const deal = store.deals.get(id);
  if (from !== 'deals' || deal === undefined) return { status: 207, json: { results: [], numErrors: 1 } };
  const all = to === 'contacts' ? contactsOf(store, id, deal) : notesOf(store, id, deal);
  const next = after + page;
  const result = {
    from: { id },
    to: all.slice(after, next),
    ...(next < all.length && { paging: { next: { after: String(next) } } }),
  };
  return { status: 200, json: { status: 'COMPLETE', results: [result] } };
}

/** For each of the contacts; whoever has none is left out. */
function dealsOfContacts(store: HubspotStore, { inputs }: Json): DoubleAnswer {
  const results = ((inputs as Json[] | undefined) ?? []).flatMap(({ id }) => {
    const to = [...store.deals].flatMap(([dealId, deal]) =>
      contactsOf(store, dealId, deal).some(({ toObjectId }) => String(toObjectId) === id)
        ? [{ toObjectId: Number(dealId), associationTypes: [] }]
        : [],
    );
    return to.length === 0 ? [] : [{ from: { id }, to }];
  });
  return { status: 200, json: { status: 'COMPLETE', results } };
}

/** @param path after `/crm/v4/objects`: type, id, `associations`, type, id */
export function unlink({ unlinked }: HubspotStore, [, dealId, , , contactId]: readonly string[]): DoubleAnswer {
  unlinked.add(`${dealId} ${contactId}`);
  return { status: 204 };
}

/** Those who were merged stand as whom they have become. */
export function contactsOf(store: HubspotStore, id: string, { people }: CrmOpportunity): readonly Json[] {
  const { added, unlinked } = store;
  const known = people.map(contactLink);
  const later = (added.get(id) ?? []).map((contactId) => contactLink({ id: contactId, primary: false }));
  const now = [...known, ...later]
    .filter(({ toObjectId }) => !unlinked.has(`${id} ${toObjectId}`))
    .map((link) => ({ ...link, toObjectId: Number(contactIdNow(store, String(link.toObjectId))) }));
  return [...new Map(now.map((link) => [link.toObjectId, link])).values()];
}

function notesOf({ notes }: HubspotStore, id: string, deal: CrmOpportunity): readonly Json[] {
  const made = [...notes].filter(([, { dealId }]) => dealId === id);
  return [...noteLinks(id, deal), ...made.map(([noteId]) => ({ ...NOTE_LINK, toObjectId: Number(noteId) }))];
}
