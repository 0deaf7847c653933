import type { SourceMessage } from './contracts/call-request.ts';
import type { ReadMessage } from './contracts/queue-messages.ts';

/** A source has said something: all of it, or only that there is something to read in the CRM. */
export type SourceNotice =
  | { readonly requestId: string; readonly message: SourceMessage }
  | { readonly requestId: string; readonly read: Pick<ReadMessage, 'opportunityId' | 'call'> };
