/**
 * What goes between a panel's page and Unified Interface, as far as copies of Microsoft's msdyn_ciLibrary.js and of its other end
 * (CIFramework's postMsgWrapper) show: a request with a map of named values, an answer to it by its correlation id. What Microsoft
 * changes in it nobody is told, because widgets use the script of their own organisation.
 */
export interface CifRequest {
  readonly messageType: string;
  /** Of an event: its data, as a text of JSON. */
  readonly messageData: ReadonlyMap<string, unknown> | string;
  readonly messageCorrelationId: string;
}

export interface CifResponse {
  readonly messageType: typeof CIF_RESPONSE;
  readonly messageOutcome: 'success' | 'failure';
  readonly messageData: unknown;
  readonly messageCorrelationId: string;
}

export const CIF_RESPONSE = 'CIF_Response';
/** "The time-out limit for the APIs is 10 seconds." */
export const CIF_TIMEOUT_MS = 10_000;
/** Beside a script tag with these, the library takes `document.referrer` for its organisation. */
export const SCRIPT_ID = 'CIFMainLibrary';
export const READY_EVENT = 'CIFInitDone';

export const isResponse = (message: CifRequest | CifResponse): message is CifResponse =>
  message.messageType === CIF_RESPONSE;

let made = 0;
export const nextCorrelationId = (): string => {
  made += 1;
  return `${Date.now().toString(36)}-${made}`;
};
