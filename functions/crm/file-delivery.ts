/** What is alike wherever an agent's file goes into a CRM. */
import { TOO_LARGE_FOR_CRM } from '#core/delivery-reasons.ts';
import type { CrmRecords, Delivered } from '#core/ports/crm.ts';
import type { OpportunityKey } from '#core/ports/opportunity-store.ts';
import { type CrmFailure, deliveryFailure } from './crm-session.ts';
import { keepRecord, type RecordKeeping } from './keep-record.ts';

/** RFC 9110, "Content Too Large". */
const TOO_LARGE = 413;

/** A file that was refused for what it is will not be taken later. Want of permission is mended by somebody, and tried again. */
export function fileDelivery(failure: CrmFailure, reason = `file-refused-${failure.status}`): Delivered {
  if (failure.outcome !== 'invalid') return deliveryFailure(failure);
  return { outcome: 'dropped', reason: failure.status === TOO_LARGE ? TOO_LARGE_FOR_CRM : reason };
}

export type KeptFile =
  | { readonly outcome: 'kept'; readonly recordId: string }
  | Exclude<Delivered, { outcome: 'delivered' }>;

/** One record of the CRM's for one file of ours, and its id: made once, whatever is repeated. A file's bytes never change. */
export async function keepFile(
  records: CrmRecords,
  key: OpportunityKey,
  subject: string,
  keeping: Pick<RecordKeeping, 'create' | 'find'>,
  refused: (failure: CrmFailure) => Delivered = fileDelivery,
): Promise<KeptFile> {
  let made: string | undefined;
  let failure: CrmFailure | undefined;
  const noted = <Result extends Awaited<ReturnType<RecordKeeping['find']>>>(result: Result): Result => {
    if (result.outcome === 'kept') made = result.recordId;
    else if (result.outcome !== 'none') failure = result;
    return result;
  };
  const told = await keepRecord(records, key, subject, {
    find: async () => noted(await keeping.find()),
    create: async () => noted(await keeping.create()),
    update: async (recordId) => noted({ outcome: 'kept', recordId }),
  });
  if (told.outcome === 'delivered' && made !== undefined) return { outcome: 'kept', recordId: made };
  const answer = failure === undefined ? told : refused(failure);
  return answer.outcome === 'delivered' ? { outcome: 'failed', status: 0, retryAfter: 0 } : answer;
}
