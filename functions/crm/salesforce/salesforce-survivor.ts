import { textOf } from '../json.ts';
import type { SalesforceClient } from './salesforce-client.ts';
import { salesforceId } from './salesforce-id.ts';
import { soql } from './soql.ts';

/** One who was merged may have been merged before. */
const MOST_MERGES = 5;

/**
 * Into whom a contact was merged that is not there any more (REST API Developer Guide, "QueryAll": with records that were deleted
 * because of a merge; Object Reference, Contact, `MasterRecordId`). Undefined for one who was simply deleted.
 */
export async function survivorOf(client: SalesforceClient, contactId: string): Promise<string | undefined> {
  let known: string | undefined;
  for (let merges = 0; merges < MOST_MERGES; merges += 1) {
    const query = soql`SELECT MasterRecordId FROM Contact WHERE Id = ${known ?? contactId}`;
    const answer = await client.request('GET', `/queryAll?q=${encodeURIComponent(query)}`);
    const found = await client.allOf(answer, 1);
    const master = found.outcome === 'found' ? textOf(found.records[0]?.MasterRecordId) : undefined;
    if (master === undefined) return known;
    known = salesforceId(master) ?? master;
  }
  return known;
}
