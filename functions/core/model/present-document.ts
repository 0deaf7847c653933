import type { DocumentView } from '../contracts/opportunity-context.ts';
import type { StoredDocument } from '../ports/document-store.ts';

/** What everybody may see of a document: not where its files lie, and no address of the CRM. */
export function presentDocument(stored: StoredDocument): DocumentView {
  const { addedBy: _by, fetched: _fetched, sourceUrl: _url, files: _files, current: _current, ...document } = stored;
  return document;
}
