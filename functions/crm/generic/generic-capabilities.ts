import { CONTACT_FIELDS, type ContactField, type CrmCapabilities, type Place } from '#core/contracts/capabilities.ts';
import type { GenericSource } from '#core/contracts/configuration.ts';

/** What is told by webhook is told as a whole; what the receiver makes of it is its own affair. */
const BY_WEBHOOK: CrmCapabilities = {
  contacts: { ...{ add: 'crm', remove: 'crm' }, fields: fieldsIn(() => 'crm') },
  documents: { add: 'crm', newVersion: 'crm', rename: 'crm', remove: 'crm' },
  search: { byPhone: false, byText: false },
  calls: { log: 'crm', logEntries: 'changed', outcome: 'crm', notes: 'crm', followUp: 'crm' },
};

/** Of a CRM whose API is described, and which takes no webhooks: what the description has words for. */
export function genericCapabilities({
  callbackUrl,
  rest,
}: Partial<Pick<GenericSource, 'callbackUrl' | 'rest'>>): CrmCapabilities {
  const { byPhone, byText } = rest?.search ?? {};
  const search = { byPhone: byPhone !== undefined, byText: byText !== undefined };
  if (callbackUrl !== undefined || rest === undefined) return { ...BY_WEBHOOK, search };
  const { update, create, remove } = rest.personWrites ?? {};
  const placeOf = (isThere: unknown): Place => (isThere === undefined ? 'here' : 'crm');
  const { whenChanged } = update ?? {};
  return {
    contacts: {
      ...{ add: placeOf(create), remove: placeOf(remove) },
      // A body without `whenChanged` says whatever it says of the whole person: nobody here knows which fields.
      fields: fieldsIn((field) => placeOf(whenChanged === undefined ? update : whenChanged[field])),
    },
    documents: { add: 'here', newVersion: 'here', rename: 'here', remove: 'here' },
    search,
    calls: {
      ...{
        log: placeOf(rest.calls),
        logEntries: 'changed',
        outcome: placeOf(rest.calls),
        notes: placeOf(rest.notes ?? rest.calls),
      },
      followUp: placeOf(rest.followUps),
    },
  };
}

function fieldsIn(placeOf: (field: ContactField) => Place): CrmCapabilities['contacts']['fields'] {
  return Object.fromEntries(CONTACT_FIELDS.map((field) => [field, placeOf(field)])) as Record<ContactField, Place>;
}
