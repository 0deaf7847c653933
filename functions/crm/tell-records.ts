import type { SourceEvent } from '#core/contracts/source-events.ts';
import type { Delivered } from '#core/ports.ts';
import { type CallSummary, callSummary } from './call-summary.ts';
import type { CrmTelling } from './connector.ts';

export interface RecordTelling {
  readonly logCall: (summary: CallSummary) => Promise<Delivered>;
  readonly writeContact: (told: Extract<SourceEvent, { type: 'contact.updated' }>['data']) => Promise<Delivered>;
}

/**
 * A CRM whose records are told what ends and what changes: calls that are only on their way have no place in a call log, and
 * files that agents add stay on the desktop.
 */
export const tellRecords = ({ logCall, writeContact }: RecordTelling): CrmTelling => ({
  async deliver(event) {
    const summary = callSummary(event);
    if (summary !== undefined) return logCall(summary);
    if (event.type === 'contact.updated') return writeContact(event.data);
    if (event.type === 'document.added') return { outcome: 'dropped', reason: 'documents-are-not-kept-there' };
    return { outcome: 'delivered' };
  },
});
