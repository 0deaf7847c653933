/**
 * What the connector asks of every kind of CRM: one folder per kind, whose parts are bundled apart, because who answers a webhook
 * needs nothing of what reads in the CRM, and who tells it nothing of either.
 */
import type { Source } from '#core/contracts/configuration.ts';
import type { SourceEvent } from '#core/contracts/source-events.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { CrmRecords, Delivered, DocumentLocation, OpenableFile } from '#core/ports/crm.ts';
import type { GuardedFetch } from '#core/ports/guarded-fetch.ts';
import type { Log } from '#core/ports/log.ts';
import type { SourceNotice } from '#core/source-notice.ts';

/** Header names in lower case, as API Gateway hands them over. */
export type Headers = Readonly<Record<string, string | undefined>>;

export interface SignedRequest {
  readonly headers: Headers;
  readonly method: string;
  /** As the CRM called it: scheme, host, path and query. Some sign it. */
  readonly url: string;
  /** The bytes that were signed. */
  readonly body: Uint8Array;
}

/** What a CRM sends. */
export interface CrmInbound {
  /**
   * The id that makes a repetition of this delivery recognizable, from what is signed.
   * @throws CtiError `signature-missing`, `signature-expired`, `signature-invalid`
   */
  verify(request: SignedRequest, secrets: readonly string[], now: Date, source: Source): string;
  /**
   * What a verified request says, in any order. The same event delivered again has the same request id.
   * @throws CtiError `malformed-json`, `invalid-fields`
   */
  parse(request: SignedRequest, deliveryId: string, source: Source): readonly SourceNotice[];
  /** Of a CRM that comes again after a 503, and not after a 500: a fault of ours is told as the former. */
  readonly repeatsOnlyUnavailable?: true;
  /** Of a CRM that wants an answer in its own words; the others get ours, and so does what it wants none for. */
  readonly acknowledge?: (
    request: SignedRequest,
  ) => { readonly contentType: string; readonly body: string } | undefined;
}

/** What tells a CRM. Reading is `OpportunityReader`. */
export interface CrmTelling {
  /** Every repetition of an event has the same `eventId`. With `document.added` comes the file that it is about. */
  deliver(event: SourceEvent, eventId: string, file?: OpenableFile): Promise<Delivered>;
}

export interface CrmFiles {
  locateDocument(url: string): Promise<DocumentLocation>;
}

/** One source's CRM, as a process knows it: a token that was got once serves until it ends. */
export interface CrmAccess<Kind extends Source = Source> {
  readonly source: Kind;
  readonly web: GuardedFetch;
  /** The members of the source's secret. `fresh`: read anew, because the CRM has refused what was known. */
  readonly credentials: (options?: { fresh?: boolean }) => Promise<Readonly<Record<string, string>>>;
  readonly records: CrmRecords;
  readonly clock: Clock;
  /** Resolves after so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly log: Log;
}
