import type { Source } from '../contracts/configuration.ts';
import { MAX_DOCUMENT_BYTES } from '../contracts/document-limits.ts';
import type { DocumentFailure, DocumentView } from '../contracts/opportunity-context.ts';
import type { FetchMessage } from '../contracts/queue-messages.ts';
import { documentObjectKey, documentType, HEAD_BYTES, isWhatItClaims } from '../document-file.ts';
import { DOCUMENT_ATTEMPTS, DOCUMENT_TIMEOUT, MAX_REDIRECTS } from '../policy.ts';
import type {
  Clock,
  DocumentFiles,
  DocumentLocation,
  DocumentStore,
  FetchedAnswer,
  GuardedFetch,
  Log,
  Metrics,
} from '../ports.ts';
import { type Addressed, documentHosts } from '../source-hosts.ts';

type FileSource = Addressed & Pick<Source, 'id' | 'documentHosts'>;

export interface FetchPorts {
  readonly documents: Pick<DocumentStore, 'get' | 'markReady' | 'markFailed'>;
  readonly files: Pick<DocumentFiles, 'store' | 'purge'>;
  readonly web: GuardedFetch;
  readonly sources: ReadonlyMap<string, FileSource>;
  /** For a source whose files are not for everybody. */
  readonly locate?: (sourceId: string, url: string) => Promise<DocumentLocation>;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

type Fetched =
  | { readonly outcome: 'stored'; readonly bytes: number; readonly contentType: string }
  /** `passing`: it may succeed later. */
  | { readonly outcome: 'failed'; readonly reason: DocumentFailure; readonly passing: boolean };

/**
 * Brings one file from the CRM into the bucket.
 * @throws Error when it may succeed later and attempts are left: the queue brings the message again
 */
export const fetchDocument =
  (ports: FetchPorts) =>
  async (message: FetchMessage, attempt: number): Promise<void> => {
    const { documentId, url, sourceId } = message;
    const isLast = attempt >= DOCUMENT_ATTEMPTS;
    const source = ports.sources.get(sourceId);
    const document = await ports.documents.get(message, documentId);
    if (document === undefined && !isLast) throw new Error('the document is not written yet');
    if (source === undefined || document === undefined || document.state === 'ready') return;
    const objectKey = documentObjectKey(message, documentId);
    const fetched = await fetchInto(ports, objectKey, url, document, source);
    const at = ports.clock.now().toISOString();
    if (fetched.outcome === 'stored') {
      ports.metrics.count('Documents', { outcome: 'stored', reason: 'none' });
      const ready = await ports.documents.markReady(message, documentId, fetched, at);
      // Removed meanwhile: the order to remove its bytes may have come before there were any.
      if (ready === undefined) await ports.files.purge(objectKey);
      return;
    }
    if (fetched.passing && !isLast) throw new Error(`the document could not be fetched: ${fetched.reason}`);
    ports.metrics.count('Documents', { outcome: 'failed', reason: fetched.reason });
    ports.log.info('document-failed', { documentId, sourceId, reason: fetched.reason });
    await ports.documents.markFailed(message, documentId, fetched.reason, at);
  };

async function fetchInto(
  ports: FetchPorts,
  key: string,
  url: string,
  document: Pick<DocumentView, 'fileName'>,
  source: FileSource,
): Promise<Fetched> {
  const place = await placeOf(ports, source, url);
  if (place.outcome !== 'located') {
    const passing = place.outcome === 'unavailable';
    return { outcome: 'failed', reason: passing ? 'unreachable' : 'http-error', passing };
  }
  const answer = await ports.web.request(place.url, {
    ...{ method: 'GET', headers: place.headers },
    hosts: documentHosts(source),
    maxRedirects: MAX_REDIRECTS,
    timeoutMs: DOCUMENT_TIMEOUT,
  });
  if (answer.outcome === 'unreachable') return { outcome: 'failed', reason: 'unreachable', passing: true };
  if (answer.outcome === 'refused') return { outcome: 'failed', reason: answer.reason, passing: false };
  const contentType = documentType(answer.headers['content-type'], document.fileName);
  const fault = faultOfHead(answer, contentType);
  if (fault !== undefined || contentType === undefined) {
    await discard(answer.body);
    return fault ?? { outcome: 'failed', reason: 'type-not-allowed', passing: false };
  }
  const checked = checkedBody(answer.body, contentType);
  try {
    const { bytes } = await ports.files.store(key, checked.body, contentType);
    return { outcome: 'stored', bytes, contentType };
  } catch (error) {
    const reason = checked.fault();
    if (reason !== undefined) return { outcome: 'failed', reason, passing: false };
    ports.log.error('document-interrupted', error);
    return { outcome: 'failed', reason: 'unreachable', passing: true };
  }
}

const placeOf = async ({ locate }: FetchPorts, { id }: FileSource, url: string): Promise<DocumentLocation> =>
  locate === undefined ? { outcome: 'located', url, headers: {} } : locate(id, url);

function faultOfHead(
  { status, headers }: Extract<FetchedAnswer, { outcome: 'answered' }>,
  contentType: string | undefined,
): Extract<Fetched, { outcome: 'failed' }> | undefined {
  if (status < 200 || status > 299) {
    return { outcome: 'failed', reason: 'http-error', passing: status >= 500 || status === 408 || status === 429 };
  }
  if (Number(headers['content-length'] ?? 0) > MAX_DOCUMENT_BYTES) {
    return { outcome: 'failed', reason: 'too-large', passing: false };
  }
  return contentType === undefined ? { outcome: 'failed', reason: 'type-not-allowed', passing: false } : undefined;
}

/** The same bytes, until one too many or the first ones are not those of the type. */
function checkedBody(body: AsyncIterable<Uint8Array>, contentType: string) {
  let fault: DocumentFailure | undefined;
  const refuse = (reason: DocumentFailure): never => {
    fault = reason;
    throw new Error(`the file is refused: ${reason}`);
  };
  async function* checked(): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    let head: number[] | undefined = [];
    for await (const chunk of body) {
      bytes += chunk.byteLength;
      if (bytes > MAX_DOCUMENT_BYTES) refuse('too-large');
      if (head !== undefined) {
        head.push(...chunk.subarray(0, HEAD_BYTES));
        if (head.length >= HEAD_BYTES) {
          if (!isWhatItClaims(contentType, Uint8Array.from(head))) refuse('type-not-allowed');
          head = undefined;
        }
      }
      yield chunk;
    }
    if (head !== undefined && !isWhatItClaims(contentType, Uint8Array.from(head))) refuse('type-not-allowed');
  }
  return { body: checked(), fault: () => fault };
}

/** Ends a body that nobody wants to read. */
export async function discard(body: AsyncIterable<Uint8Array>): Promise<void> {
  await body[Symbol.asyncIterator]().return?.();
}
