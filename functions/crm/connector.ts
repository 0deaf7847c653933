/** What the connector asks of every kind of CRM. */
import type { SourceMessage } from '#core/contracts/call-request.ts';
import type { Source } from '#core/contracts/configuration.ts';
import type { SourceEvent } from '#core/contracts/source-events.ts';

/** Header names in lower case, as API Gateway hands them over. */
export type Headers = Readonly<Record<string, string | undefined>>;

export interface SignedRequest {
  readonly headers: Headers;
  /** The bytes that were signed. */
  readonly body: Uint8Array;
}

export interface CrmConnector {
  /**
   * The id that makes a repetition of this request recognizable, from its signed headers.
   * @throws CtiError `signature-missing`, `signature-expired`, `signature-invalid`
   */
  verify(request: SignedRequest, secrets: readonly string[], now: Date): string;
  /** @throws CtiError `malformed-json`, `invalid-fields` */
  parse(body: Uint8Array): SourceMessage;
  /** The request that tells an event to the CRM. */
  deliver(event: SourceEvent, delivery: Delivery): OutgoingRequest;
}

export interface Delivery {
  readonly source: Source;
  readonly secret: string;
  /** The same for every redelivery. */
  readonly eventId: string;
  readonly now: Date;
}

export interface OutgoingRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}
