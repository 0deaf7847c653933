/** What an organisation has of an opportunity, as its page lists it. */
import type { StoredRecord } from '../crm-double.ts';
import type { Json } from '../double-http.ts';
import type { SalesforceStore } from './salesforce-store.ts';

export function storedRecords(store: SalesforceStore, opportunityId: string): readonly StoredRecord[] {
  const opportunity = store.rows('Opportunity').get(opportunityId);
  if (opportunity === undefined) return [];
  const rowsOf = (object: string, field: string): readonly Json[] =>
    [...store.rows(object).values()].filter((row) => row[field] === opportunityId);
  const record = (part: StoredRecord['part'], table: string, title: unknown, fields: Json): StoredRecord => ({
    ...{ part, table, id: String(fields.Id ?? fields.ContentDocumentId), title: String(title ?? ''), fields },
  });
  const contacts = rowsOf('OpportunityContactRole', 'OpportunityId').flatMap(({ ContactId, Role, IsPrimary }) => {
    const contact = store.rows('Contact').get(String(ContactId));
    return contact === undefined ? [] : [{ ...contact, Role, IsPrimary }];
  });
  return [
    record('opportunity', 'Opportunity', opportunity.Name, opportunity),
    ...contacts.map((one: Json) => record('person', 'Contact', `${one.FirstName ?? ''} ${one.LastName}`.trim(), one)),
    ...rowsOf('OpportunityTeamMember', 'OpportunityId').map((one) => {
      const { Name } = one.User as Json;
      return record('person', 'OpportunityTeamMember', Name, { ...one, Id: one.UserId });
    }),
    ...rowsOf('ContentDocumentLink', 'LinkedEntityId').map((link) => {
      const { Title } = link.ContentDocument as Json;
      return record('document', 'ContentDocumentLink', Title, link);
    }),
    ...rowsOf('Task', 'WhatId').map((task) => record('call', 'Task', task.Subject, task)),
  ];
}
