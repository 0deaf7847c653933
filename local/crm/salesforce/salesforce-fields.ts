/** The fields that are used of each object, and what Salesforce takes in them (Object Reference). */
import type { Json } from '../double-http.ts';

const ofOpportunity = (field: string): string => `Opportunity.${field}`;
const PHONES = ['MobilePhone', 'Phone', 'OtherPhone', 'HomePhone'];

export const FIELDS: Readonly<Record<string, readonly string[]>> = {
  Opportunity: [
    ...['Id', 'Name', 'StageName', 'Amount', 'CloseDate', 'Probability', 'Type', 'CurrencyIsoCode', 'OwnerId'],
    ...['AccountId', 'Owner.Email', 'Account.Name', 'IsClosed', 'LastModifiedDate'],
  ],
  Account: ['Id', 'Name'],
  Contact: [
    ...['Id', 'Name', 'FirstName', 'LastName', 'Title', 'Email', 'DoNotCall', 'ReportsToId', 'AccountId'],
    ...['Account.Name', 'MasterRecordId', ...PHONES],
  ],
  OpportunityContactRole: [
    ...['Id', 'OpportunityId', 'ContactId', 'Role', 'IsPrimary', 'CreatedDate'],
    ...['Id', 'Name', 'StageName', 'Amount', 'CloseDate', 'OwnerId', 'IsClosed', 'LastModifiedDate'].map(ofOpportunity),
    ...['Owner.Email', 'Account.Name'].map(ofOpportunity),
  ],
  OpportunityTeamMember: [
    ...['Id', 'OpportunityId', 'UserId', 'TeamMemberRole', 'CreatedDate', 'User.Name', 'User.Title', 'User.Email'],
    ...['User.CompanyName', 'User.MobilePhone', 'User.Phone'],
  ],
  ContentDocumentLink: [
    ...['Id', 'LinkedEntityId', 'ContentDocumentId', 'ContentDocument.Title', 'ContentDocument.FileExtension'],
    ...['ContentDocument.FileType', 'ContentDocument.LatestPublishedVersionId', 'SystemModstamp'],
    'ContentDocument.Description',
  ],
  ContentVersion: ['Id', 'ContentDocumentId'],
  ContentDocument: ['Id', 'Title'],
  User: ['Id', 'Email', 'IsActive', 'CreatedDate'],
  Task: [
    ...[
      'Id',
      'Subject',
      'TaskSubtype',
      'Status',
      'CallType',
      'CallDurationInSeconds',
      'ActivityDate',
      'WhatId',
      'WhoId',
    ],
    ...['Description', 'CallDisposition', 'CallObject', 'OwnerId', 'ConnectCallId__c'],
  ],
};

/** Without the property Update; a contact's name is made of its parts. */
export const NO_UPDATE = new Set(['Task.TaskSubtype', 'OpportunityContactRole.ContactId']);
const READ_ONLY = new Set(['Contact.Name', 'Contact.Id', 'Task.Id']);
const LENGTHS: Readonly<Record<string, number>> = {
  ...{ 'Task.Subject': 255, 'Task.CallDisposition': 255, 'Task.CallObject': 255, 'Task.Description': 32_000 },
  ...{ 'Contact.FirstName': 40, 'Contact.LastName': 80, 'Contact.Title': 128, 'Contact.Email': 80 },
};
const OPTIONS: Readonly<Record<string, readonly unknown[]>> = {
  'Task.CallType': ['Inbound', 'Internal', 'Outbound'],
  'Task.TaskSubtype': ['Task', 'Email', 'ListEmail', 'Cadence', 'Call', 'LinkedIn'],
};
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  ...{ Contact: ['LastName'], OpportunityContactRole: ['ContactId', 'OpportunityId'], Task: ['Status'] },
};

/** @param whole what the record would be @param written only what is written */
export function faultOf(object: string, whole: Json, written: Json): [errorCode: string, message: string] | undefined {
  for (const [name, value] of Object.entries(written)) {
    const field = `${object}.${name}`;
    if (!FIELDS[object]?.includes(name))
      return ['INVALID_FIELD', `No such column '${name}' on sobject of type ${object}`];
    if (READ_ONLY.has(field)) return ['INVALID_FIELD_FOR_INSERT_UPDATE', `Unable to create/update fields: ${name}`];
    if (typeof value === 'string' && value.length > (LENGTHS[field] ?? Number.POSITIVE_INFINITY)) {
      return ['STRING_TOO_LONG', `${name}: data value too large`];
    }
    if (OPTIONS[field]?.includes(value) === false) {
      return ['INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', `bad value for restricted picklist field: ${value}`];
    }
  }
  const missing = REQUIRED[object]?.find((name) => whole[name] === undefined || whole[name] === null);
  if (missing !== undefined) return ['REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing}]`];
  const { WhoId: who } = written;
  if (who !== undefined && !/^(?:003|00Q)/.test(String(who)))
    return ['FIELD_INTEGRITY_EXCEPTION', 'WhoId: no contact or lead'];
  return undefined;
}
