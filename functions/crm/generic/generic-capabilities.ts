import type { CrmCapabilities } from '#core/contracts/capabilities.ts';

/** Everything is told by webhook; what the receiver makes of it is its own affair. */
export const GENERIC_CAPABILITIES: CrmCapabilities = {
  contacts: {
    ...{ add: 'crm', remove: 'crm' },
    fields: {
      ...{ name: 'crm', title: 'crm', company: 'crm', phones: 'crm', email: 'crm', role: 'crm', group: 'crm' },
      ...{ primary: 'crm', reportsTo: 'crm', doNotCall: 'crm', consent: 'crm', timeZone: 'crm' },
    },
  },
  documents: { add: 'crm', newVersion: 'crm', rename: 'crm', remove: 'crm' },
  calls: { log: 'crm', outcome: 'crm', notes: 'crm', followUp: 'crm' },
};
