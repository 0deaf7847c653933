/** What an account has of a deal, as its record pages list it. */
import type { StoredRecord } from '../crm-double.ts';
import type { Json } from '../double-http.ts';
import { contactsOf } from './hubspot-associations.ts';
import { dealProperties, hubspotId } from './hubspot-demo.ts';
import type { HubspotStore } from './hubspot-store.ts';

export function storedRecords(store: HubspotStore, dealId: string): readonly StoredRecord[] {
  const deal = store.deals.get(dealId);
  if (deal === undefined) return [];
  const people = contactsOf(store, dealId, deal).map(({ toObjectId, associationTypes }): StoredRecord => {
    const id = String(toObjectId);
    const properties = store.contacts.get(id) ?? {};
    const title = [properties.firstname, properties.lastname].filter(Boolean).join(' ');
    return { ...{ part: 'person', table: 'contacts', id, title }, fields: { ...properties, associationTypes } };
  });
  const files = deal.documents.map(
    ({ id, title, ...file }): StoredRecord => ({
      ...{ part: 'document', table: 'files', id: hubspotId(id), title, fields: { ...file } },
    }),
  );
  const added = [...store.notes].flatMap(([id, { dealId: of, properties }]): StoredRecord[] =>
    of === dealId
      ? [{ ...{ part: 'document', table: 'notes', id, title: String(properties.hs_note_body) }, fields: properties }]
      : [],
  );
  const calls = [...store.calls].filter(([, { associations }]) =>
    associations.some(({ to }) => String((to as Json).id) === dealId),
  );
  return [
    { ...{ part: 'opportunity', table: 'deals', id: dealId, title: deal.name }, fields: dealProperties(deal) },
    ...people,
    ...files,
    ...added,
    ...calls.map(([id, { properties, associations }]): StoredRecord => {
      const title = String(properties.hs_call_title ?? '');
      return { ...{ part: 'call', table: 'calls', id, title }, fields: { ...properties, associations } };
    }),
  ];
}
