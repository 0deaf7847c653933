/** The records of one organisation. */
import type { CrmOpportunity } from '../../console/crm/opportunities.ts';
import type { DoubleAnswer, Json } from '../double-http.ts';
import {
  accountOf,
  contactOf,
  DEMO_USERS,
  documentLinksOf,
  opportunityOf,
  roleOf,
  salesforceDemoId,
  teamMemberOf,
  versionId,
} from './salesforce-demo.ts';

const VERSION = 'v62.0';
export const BASE = `/services/data/${VERSION}`;
/** The text field that holds our id of a call: an external id, and unique. */
export const CALL_ID = 'ConnectCallId__c';

export type Rows = Map<string, Json>;

export interface SalesforceStore {
  readonly deals: Map<string, CrmOpportunity>;
  readonly tables: Readonly<Record<string, Rows>>;
  /** Records that the integration user may not see. */
  readonly hidden: Set<string>;
  /** Contacts that are gone because of a merge: into whom. */
  readonly merged: Map<string, string>;
  /** In the recycle bin. */
  readonly deleted: Set<string>;
  /** Errors that the next writes are refused with, as an organisation's own rules refuse. */
  readonly refusals: string[];
  rows(object: string): Rows;
  nextNumber(): number;
}

export function openSalesforceStore(deals: readonly CrmOpportunity[]): SalesforceStore {
  const each = <Row>(rowsOf: (deal: CrmOpportunity) => readonly Row[]) => deals.flatMap(rowsOf);
  const people = (deal: CrmOpportunity, group: string) => deal.people.filter((person) => person.group === group);
  const tables: Readonly<Record<string, Rows>> = {
    Opportunity: byId(deals.map(opportunityOf)),
    Account: byId(deals.map(accountOf)),
    Contact: byId(each((deal) => people(deal, 'stakeholder').map(contactOf))),
    OpportunityContactRole: byId(each((deal) => people(deal, 'stakeholder').map((one) => roleOf(deal, one)))),
    OpportunityTeamMember: byId(each((deal) => people(deal, 'team').map((one) => teamMemberOf(deal, one)))),
    ContentDocumentLink: new Map(each(documentLinksOf).map((link) => [String(link.ContentDocumentId), link])),
    ContentDocument: byId(each((deal) => documentLinksOf(deal).map(documentOf))),
    ContentVersion: byId(each(({ documents }) => documents.map(({ id }) => ({ Id: versionId(id) })))),
    User: byId(DEMO_USERS),
    Task: new Map(),
  };
  let made = 10_000;
  return {
    deals: new Map(deals.map((deal) => [salesforceDemoId(deal.id), deal])),
    ...{ tables, hidden: new Set(), merged: new Map(), deleted: new Set(), refusals: [] },
    rows: (object) => tables[object] ?? new Map(),
    nextNumber() {
      made += 1;
      return made;
    },
  };
}

const documentOf = ({ ContentDocument, ContentDocumentId }: Json): Json => ({
  ...(ContentDocument as Json),
  Id: ContentDocumentId,
});

const byId = (rows: readonly Json[]): Rows => new Map(rows.map((row) => [String(row.Id), row]));

export const refused = (status: number, errorCode: string, message = errorCode): DoubleAnswer => ({
  status,
  json: [{ message, errorCode }],
});
export const noResource = (): DoubleAnswer => refused(404, 'NOT_FOUND', 'The requested resource does not exist');
