import { isTooLarge } from '../contracts/document-limits.ts';
import type { FetchMessage } from '../contracts/queue-messages.ts';
import type { OpportunityData, OpportunityKey, OpportunityStore } from '../ports/opportunity-store.ts';
import type { DocumentQueue } from '../ports/queues.ts';

export interface SyncPorts {
  readonly opportunities: Pick<OpportunityStore, 'project'>;
  readonly documents: Pick<DocumentQueue, 'send'>;
}

/** Stores what the CRM says about an opportunity and has its files fetched. May be repeated. */
export const syncOpportunity =
  (ports: SyncPorts) =>
  async (sourceId: string, data: OpportunityData, at: string): Promise<void> => {
    const key: OpportunityKey = { sourceId, opportunityId: data.opportunity.id };
    const files = data.documents.flatMap(({ id, url, bytes }): FetchMessage[] =>
      url === undefined || isTooLarge({ bytes }) ? [] : [{ type: 'fetch', ...key, documentId: id, url }],
    );
    await Promise.all([
      ports.opportunities.project(key, data, at),
      files.length === 0 ? undefined : ports.documents.send(files),
    ]);
  };
