import type { DocumentQueue, Erasures, Metrics, OpportunityKey, OpportunityStore } from '../ports.ts';

export interface ErasePorts {
  readonly erasures: Pick<Erasures, 'record'>;
  readonly opportunities: Pick<OpportunityStore, 'documentIds' | 'erase'>;
  readonly documents: Pick<DocumentQueue, 'send'>;
  readonly metrics: Metrics;
}

/**
 * Removes everything of an opportunity. The mark comes first: calls and files under way see it and stop. The order to remove
 * the bytes comes before the items go: once they are gone nobody could tell any more which bytes to remove.
 */
export const eraseOpportunity =
  (ports: ErasePorts) =>
  async (key: OpportunityKey, at: string): Promise<void> => {
    await ports.erasures.record(key, at);
    const documentIds = await ports.opportunities.documentIds(key);
    if (documentIds.length > 0) {
      await ports.documents.send(documentIds.map((documentId) => ({ type: 'remove', ...key, documentId })));
    }
    await ports.opportunities.erase(key);
    ports.metrics.count('Erasures', { sourceId: key.sourceId });
  };
