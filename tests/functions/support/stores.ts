/** The real stores over dynalite; every test has a source, and so an opportunity, of its own. */
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { dynamodbActivityLog } from '#adapters/dynamodb-activity-log.ts';
import { dynamodbContactStore } from '#adapters/dynamodb-contact-store.ts';
import { dynamodbDocumentStore } from '#adapters/dynamodb-document-store.ts';
import { dynamodbOpportunityStore } from '#adapters/dynamodb-opportunity-store.ts';
import type { OpportunityContext } from '#core/contracts/opportunity-context.ts';
import type { OpportunityKey } from '#core/ports/opportunity-store.ts';
import { AT, contact, document, opportunity } from './opportunities.ts';
import { startTestTable, type TestTable } from './test-table.ts';

export let test: TestTable;
export let stores: ReturnType<typeof storesOf>;
export let key: OpportunityKey;
let count = 0;

const storesOf = ({ table }: TestTable) => ({
  opportunities: dynamodbOpportunityStore(table),
  contacts: dynamodbContactStore(table),
  documents: dynamodbDocumentStore(table),
  activity: dynamodbActivityLog(table),
});

/** To be called once at the top of a test file. */
export function useStores(): void {
  beforeAll(async () => {
    test = await startTestTable();
    stores = storesOf(test);
  });
  afterAll(() => test.stop());
  beforeEach(() => {
    count += 1;
    key = { sourceId: `crm-${count}`, opportunityId: 'opp/1#001' };
  });
}

export const PHONE = '+14155550101';
export const dana = contact('c-1', {
  name: 'Dana Reyes',
  role: 'Decision maker',
  title: 'CFO',
  phones: [{ number: PHONE, label: 'mobile' }],
});

/** What the CRM says: the opportunity with Dana and one document, unless `data` says otherwise. */
export const project = (at = AT, data: Partial<Parameters<typeof stores.opportunities.project>[1]> = {}) =>
  stores.opportunities.project(
    key,
    {
      opportunity: opportunity(),
      contacts: [dana],
      documents: [document('d-1', { url: 'https://crm.example/d-1' })],
      ...data,
    },
    at,
  );

export async function load(): Promise<OpportunityContext> {
  const context = await stores.opportunities.loadContext(key);
  if (context === undefined) throw new Error('no such opportunity');
  return context;
}

export const matches = async (phone: string) =>
  (await stores.opportunities.findByPhone(phone)).filter(({ sourceId }) => sourceId === key.sourceId);
