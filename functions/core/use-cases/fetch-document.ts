import { createHash } from 'node:crypto';
import type { Source } from '../contracts/configuration.ts';
import type { DocumentFailure } from '../contracts/opportunity-context.ts';
import type { FetchMessage } from '../contracts/queue-messages.ts';
import { decodeBase64 } from '../decode-base64.ts';
import {
  documentObjectKey,
  documentType,
  fetchedFileId,
  HEAD_BYTES,
  isWhatItClaims,
  type Limits,
  limitsOf,
} from '../document-file.ts';
import { DOCUMENT_ATTEMPTS, DOCUMENT_TIMEOUT, MAX_REDIRECTS } from '../policy.ts';
import type { Clock } from '../ports/clock.ts';
import type { DocumentLocation } from '../ports/crm.ts';
import type { DocumentFiles } from '../ports/document-files.ts';
import type { DocumentStore, FetchedCopy, StoredDocument } from '../ports/document-store.ts';
import type { FetchedAnswer, GuardedFetch } from '../ports/guarded-fetch.ts';
import type { Log, Metrics } from '../ports/log.ts';
import { resumedBody } from '../resumed-body.ts';
import { type Addressed, documentHosts } from '../source-hosts.ts';

export type DocumentSource = Addressed & Pick<Source, 'id' | 'documentHosts' | 'documents'>;

export interface FetchPorts {
  readonly documents: Pick<DocumentStore, 'get' | 'markReady' | 'markUnchanged' | 'markFailed'>;
  readonly files: Pick<DocumentFiles, 'store' | 'remove' | 'purge'>;
  readonly web: GuardedFetch;
  readonly sources: ReadonlyMap<string, DocumentSource>;
  /** For a source whose files are not for everybody. */
  readonly locate?: (sourceId: string, url: string) => Promise<DocumentLocation>;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

type Fetched =
  | { readonly outcome: 'stored'; readonly bytes: number; readonly contentType: string; readonly copy: FetchedCopy }
  | { readonly outcome: 'unchanged' }
  /** `passing`: it may succeed later. */
  | {
      readonly outcome: 'failed';
      readonly reason: DocumentFailure;
      readonly httpStatus?: number;
      readonly passing: boolean;
    };

/**
 * Brings one file from the CRM into the bucket. One that is here already is asked for again whenever the CRM names it: what
 * has changed, by its ETag or by its bytes, becomes a new version; what has not changes nothing.
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
    if (source === undefined || document === undefined) return;
    const fileId = fetchedFileId(url, document.version);
    const objectKey = documentObjectKey(message, documentId, fileId);
    const fetched = await fetchInto(ports, objectKey, url, document, source);
    const at = ports.clock.now().toISOString();
    if (fetched.outcome === 'unchanged') return;
    if (fetched.outcome === 'failed') {
      if (fetched.passing && !isLast) throw new Error(`the document could not be fetched: ${fetched.reason}`);
      ports.metrics.count('Documents', { outcome: 'failed', reason: fetched.reason });
      ports.log.info('document-failed', { documentId, sourceId, reason: fetched.reason });
      const { reason, httpStatus } = fetched;
      return ports.documents.markFailed(message, documentId, { reason, ...(httpStatus && { httpStatus }) }, at);
    }
    const { bytes, contentType, copy } = fetched;
    if (document.fetched?.digest === copy.digest && document.state === 'ready') {
      await Promise.all([ports.files.purge(objectKey), ports.documents.markUnchanged(message, documentId, copy)]);
      return;
    }
    ports.metrics.count('Documents', { outcome: 'stored', reason: 'none' });
    const file = { id: fileId, bytes, contentType };
    const ready = await ports.documents.markReady(message, documentId, file, at, copy);
    // Removed meanwhile: the order to remove its bytes may have come before there were any.
    if (ready === undefined) await ports.files.purge(objectKey);
    else await ports.files.remove(ready.dropped.map(({ id }) => documentObjectKey(message, documentId, id)));
  };

const NOT_LOCATED: Readonly<Record<Exclude<DocumentLocation['outcome'], 'located'>, Fetched>> = {
  gone: { outcome: 'failed', reason: 'http-error', httpStatus: 404, passing: false },
  refused: { outcome: 'failed', reason: 'http-error', httpStatus: 403, passing: false },
  unavailable: { outcome: 'failed', reason: 'unreachable', passing: true },
};

async function fetchInto(
  ports: FetchPorts,
  key: string,
  url: string,
  document: Pick<StoredDocument, 'fileName' | 'fetched' | 'state'>,
  source: DocumentSource,
): Promise<Fetched> {
  const place = await placeOf(ports, source, url);
  if (place.outcome !== 'located') return NOT_LOCATED[place.outcome];
  const known = document.state === 'ready' && document.fetched?.url === url ? document.fetched.etag : undefined;
  const ends = ports.clock.now().getTime() + DOCUMENT_TIMEOUT;
  const request = (headers: Record<string, string>): Promise<FetchedAnswer> =>
    ports.web.request(place.url, {
      method: 'GET',
      headers: { ...place.headers, ...headers },
      hosts: documentHosts(source),
      maxRedirects: MAX_REDIRECTS,
      timeoutMs: Math.max(1, ends - ports.clock.now().getTime()),
    });
  const answer = await request(known === undefined ? {} : { 'if-none-match': known });
  if (answer.outcome === 'unreachable') return { outcome: 'failed', reason: 'unreachable', passing: true };
  if (answer.outcome === 'refused') return { outcome: 'failed', reason: answer.reason, passing: false };
  if (known !== undefined && answer.status === 304) {
    await discard(answer.body);
    return { outcome: 'unchanged' };
  }
  const limits = limitsOf(source.documents);
  // The type and length of a text that stands for the bytes are its own.
  const { status, headers, body } = place.encoding === undefined ? answer : { ...answer, headers: {} };
  const contentType = documentType(headers['content-type'], document.fileName, limits);
  const fault = faultOfHead({ status, headers }, contentType, limits);
  if (fault !== undefined || contentType === undefined) {
    await discard(body);
    return fault ?? { outcome: 'failed', reason: 'type-not-allowed', passing: false };
  }
  const whole = resumedBody(answer, request);
  const checked = checkedBody(place.encoding === undefined ? whole : decodeBase64(whole), contentType, limits);
  try {
    const { bytes } = await ports.files.store(key, checked.body, contentType);
    const { etag } = answer.headers;
    const copy = { url, digest: checked.digest(), ...(etag !== undefined && { etag }) };
    return { outcome: 'stored', bytes, contentType, copy };
  } catch (error) {
    const reason = checked.fault();
    if (reason !== undefined) return { outcome: 'failed', reason, passing: false };
    ports.log.error('document-interrupted', error);
    return { outcome: 'failed', reason: 'unreachable', passing: true };
  }
}

const placeOf = async ({ locate }: FetchPorts, { id }: DocumentSource, url: string): Promise<DocumentLocation> =>
  locate === undefined ? { outcome: 'located', url, headers: {} } : locate(id, url);

function faultOfHead(
  { status, headers }: Pick<Extract<FetchedAnswer, { outcome: 'answered' }>, 'status' | 'headers'>,
  contentType: string | undefined,
  { maxBytes }: Limits,
): Extract<Fetched, { outcome: 'failed' }> | undefined {
  if (status !== 200) {
    const passing = status >= 500 || status === 408 || status === 429;
    return { outcome: 'failed', reason: 'http-error', httpStatus: status, passing };
  }
  if (Number(headers['content-length'] ?? 0) > maxBytes) {
    return { outcome: 'failed', reason: 'too-large', passing: false };
  }
  return contentType === undefined ? { outcome: 'failed', reason: 'type-not-allowed', passing: false } : undefined;
}

/** The same bytes, until one too many or the first ones are not those of the type. */
function checkedBody(body: AsyncIterable<Uint8Array>, contentType: string, { maxBytes }: Limits) {
  const hash = createHash('sha256');
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
      if (bytes > maxBytes) refuse('too-large');
      hash.update(chunk);
      if (head !== undefined) {
        head.push(...chunk.subarray(0, HEAD_BYTES));
        if (head.length >= HEAD_BYTES) {
          if (!isWhatItClaims(contentType, Uint8Array.from(head))) refuse('content-mismatch');
          head = undefined;
        }
      }
      yield chunk;
    }
    if (head !== undefined && !isWhatItClaims(contentType, Uint8Array.from(head))) refuse('content-mismatch');
  }
  return { body: checked(), fault: () => fault, digest: () => hash.digest('base64url') };
}

/** Ends a body that nobody wants to read. */
export async function discard(body: AsyncIterable<Uint8Array>): Promise<void> {
  await body[Symbol.asyncIterator]().return?.();
}
