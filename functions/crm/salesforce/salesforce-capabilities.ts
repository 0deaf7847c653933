import type { CrmCapabilities } from '#core/contracts/capabilities.ts';

/** A company is an account and a group follows from being a user: neither is written. Consent and time zone have no field. */
export const SALESFORCE_CAPABILITIES: CrmCapabilities = {
  contacts: {
    ...{ add: 'crm', remove: 'crm' },
    fields: {
      ...{ name: 'crm', title: 'crm', company: 'no', phones: 'crm', email: 'crm', role: 'crm', group: 'no' },
      ...{ primary: 'no', reportsTo: 'no', doNotCall: 'crm', consent: 'here', timeZone: 'here' },
    },
  },
  documents: { add: 'crm', newVersion: 'crm', rename: 'crm', remove: 'crm' },
  search: { byPhone: true, byText: true },
  calls: { log: 'crm', logEntries: 'changed', outcome: 'crm', notes: 'crm', followUp: 'here' },
};
