import type { CrmCapabilities } from '#core/contracts/capabilities.ts';
import { DATAVERSE_NOTE_BYTES } from '#core/contracts/document-limits.ts';

/** A role and a group are those of a connection role, a company is an account, the primary person the opportunity's own: not written. */
export const DYNAMICS365_CAPABILITIES: CrmCapabilities = {
  contacts: {
    ...{ add: 'crm', remove: 'crm' },
    fields: {
      ...{ name: 'crm', title: 'crm', company: 'no', phones: 'crm', email: 'crm', role: 'no', group: 'no' },
      ...{ primary: 'no', reportsTo: 'here', doNotCall: 'crm', consent: 'here', timeZone: 'here' },
    },
  },
  documents: { add: 'crm', newVersion: 'crm', rename: 'crm', remove: 'crm', maxBytes: DATAVERSE_NOTE_BYTES },
  search: { byPhone: true, byText: true },
  calls: { log: 'crm', logEntries: 'changed', outcome: 'crm', notes: 'crm', followUp: 'here' },
};
