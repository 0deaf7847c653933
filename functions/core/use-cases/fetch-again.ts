import type { DocumentView } from '../contracts/opportunity-context.ts';
import { CtiError } from '../errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { DocumentStore } from '../ports/document-store.ts';
import type { OpportunityKey } from '../ports/opportunity-store.ts';
import type { DocumentQueue } from '../ports/queues.ts';

export interface FetchAgainPorts {
  readonly documents: Pick<DocumentStore, 'get' | 'markFetching'>;
  readonly documentQueue: Pick<DocumentQueue, 'send'>;
  readonly clock: Clock;
}

/**
 * Asks the CRM for its file again, for instance after somebody there has given access to it.
 * @throws CtiError `not-found`, or `not-ready` when the CRM has told no address
 */
export async function fetchAgain(
  ports: FetchAgainPorts,
  key: OpportunityKey,
  documentId: string,
): Promise<DocumentView> {
  const known = await ports.documents.get(key, documentId);
  if (known === undefined) throw new CtiError('not-found', 'There is no such document.');
  if (known.sourceUrl === undefined) throw new CtiError('not-ready', 'The CRM has told no address of its file.');
  const document = await ports.documents.markFetching(key, documentId, ports.clock.now().toISOString());
  if (document === undefined) throw new CtiError('not-found', 'There is no such document.');
  await ports.documentQueue.send([{ type: 'fetch', ...key, documentId, url: known.sourceUrl }]);
  return document;
}
