import type { CrmCapabilities } from '#core/contracts/capabilities.ts';

/** The role is a column of the link, the company an account, the primary person the opportunity's own field: they are read only. */
export const ESPOCRM_CAPABILITIES: CrmCapabilities = {
  contacts: {
    ...{ add: 'crm', remove: 'crm' },
    fields: {
      ...{ name: 'crm', title: 'crm', company: 'no', phones: 'crm', email: 'crm', role: 'no', group: 'here' },
      ...{ primary: 'no', reportsTo: 'here', doNotCall: 'crm', consent: 'here', timeZone: 'here' },
    },
  },
  documents: { add: 'crm', newVersion: 'crm', rename: 'crm', remove: 'crm' },
  search: { byPhone: true, byText: true },
  calls: { log: 'crm', logEntries: 'changed', outcome: 'crm', notes: 'crm', followUp: 'here' },
};
