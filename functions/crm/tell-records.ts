import type { SourceEvent } from '#core/contracts/source-events.ts';
import { NOT_KEPT_THERE } from '#core/delivery-reasons.ts';
import type { Delivered, OpenableFile } from '#core/ports/crm.ts';
import { type CallSummary, callSummary } from './call-summary.ts';
import type { CrmTelling } from './connector.ts';

/** What a CRM is told about a document. */
export type DocumentTold = Extract<SourceEvent, { type: 'document.added' | 'document.updated' }>['data'];
export type DocumentRemoved = Extract<SourceEvent, { type: 'document.removed' }>['data'];

/** How a kind of CRM keeps agents' documents. Everything may be told again. */
export interface DocumentKeeping {
  /** A new document, or a document's next version. */
  put(told: DocumentTold, file: OpenableFile): Promise<Delivered>;
  rename(told: DocumentTold): Promise<Delivered>;
  /** Only what an agent has added: the CRM's own documents stay as they are. */
  remove(told: DocumentRemoved): Promise<Delivered>;
}

export interface RecordTelling {
  readonly logCall: (summary: CallSummary) => Promise<Delivered>;
  readonly writeContact: (told: Extract<SourceEvent, { type: 'contact.updated' }>['data']) => Promise<Delivered>;
  /** Absent: files that agents add stay on the desktop. */
  readonly documents?: DocumentKeeping;
}

/** A CRM whose records are told what ends and what changes: calls that are only on their way have no place in a call log. */
export const tellRecords = ({ logCall, writeContact, documents }: RecordTelling): CrmTelling => ({
  async deliver(event, _eventId, file) {
    const summary = callSummary(event);
    if (summary !== undefined) return logCall(summary);
    switch (event.type) {
      case 'contact.updated':
        return writeContact(event.data);
      case 'document.added':
        if (documents === undefined || file === undefined) return { outcome: 'dropped', reason: NOT_KEPT_THERE };
        return documents.put(event.data, file);
      case 'document.updated':
        return documents?.rename(event.data) ?? { outcome: 'delivered' };
      case 'document.removed':
        return documents?.remove(event.data) ?? { outcome: 'delivered' };
      default:
        return { outcome: 'delivered' };
    }
  },
});
