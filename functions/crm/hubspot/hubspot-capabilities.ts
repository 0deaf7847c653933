import type { CrmCapabilities } from '#core/contracts/capabilities.ts';

/**
 * A role is a label of the association, which the account defines: what an agent says instead is kept here. HubSpot has no primary
 * contact of a deal, no groups, no managers and no do-not-call mark; its time zones are a list of its own.
 */
export const HUBSPOT_CAPABILITIES: CrmCapabilities = {
  contacts: {
    ...{ add: 'crm', remove: 'crm' },
    fields: {
      ...{ name: 'crm', title: 'crm', company: 'crm', phones: 'crm', email: 'crm', role: 'here', group: 'here' },
      ...{ primary: 'here', reportsTo: 'here', doNotCall: 'here', consent: 'here', timeZone: 'here' },
    },
  },
  documents: { add: 'crm', newVersion: 'crm', rename: 'crm', remove: 'crm' },
  search: { byPhone: true, byText: true },
  // Of an agreed callback nothing is written: it becomes a call, which is logged when it has been made.
  calls: { log: 'crm', logEntries: 'changed', outcome: 'crm', notes: 'crm', followUp: 'here' },
};
