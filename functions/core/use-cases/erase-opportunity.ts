import { documentObjectKey } from '../document-file.ts';
import type { DocumentFiles, Erasures, OpportunityKey, OpportunityStore } from '../ports.ts';

export interface ErasePorts {
  readonly erasures: Pick<Erasures, 'record'>;
  readonly opportunities: Pick<OpportunityStore, 'erase'>;
  readonly files: Pick<DocumentFiles, 'remove'>;
}

/** Removes everything of an opportunity. The mark comes first: calls and files under way see it and stop. */
export const eraseOpportunity =
  (ports: ErasePorts) =>
  async (key: OpportunityKey, at: string): Promise<void> => {
    await ports.erasures.record(key, at);
    const documentIds = await ports.opportunities.erase(key);
    if (documentIds.length > 0) {
      await ports.files.remove(documentIds.map((documentId) => documentObjectKey(key, documentId)));
    }
  };
