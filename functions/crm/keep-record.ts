import { SECOND } from '#core/policy.ts';
import type { CrmRecords, Delivered } from '#core/ports/crm.ts';
import type { OpportunityKey } from '#core/ports/opportunity-store.ts';
import { type CrmAnswer, type CrmFailure, deliveryFailure } from './crm-session.ts';
import { asJson, idOf } from './json.ts';

/** Somebody else is about to make the record: it takes one request. */
const BUSY_WAIT = 5 * SECOND;

export type Kept = { readonly outcome: 'kept'; readonly recordId: string } | CrmFailure;

/** The record that an answer with its `id` is about. */
export function recordMade(answer: CrmAnswer): Kept {
  if (answer.outcome !== 'ok') return answer;
  const id = idOf(asJson(answer.json).id);
  return id === undefined ? { outcome: 'unusable', status: answer.status } : { outcome: 'kept', recordId: id };
}

export interface RecordKeeping {
  /** The record that carries our id, when the CRM has it already. */
  find(): Promise<Kept | { readonly outcome: 'none' }>;
  create(): Promise<Kept>;
  /** Whether a record that somebody has named may be written into: of this very call, or of none yet and of this opportunity. */
  belongs?(recordId: string): Promise<Kept | { readonly outcome: 'none' }>;
  update(recordId: string): Promise<Kept>;
}

/**
 * One record of the CRM's for one subject of ours, whatever is retried or at the same time: who is first makes it, everybody
 * else changes it. A record that was made by somebody who died before they could say so is looked for by our id.
 */
export async function keepRecord(
  records: CrmRecords,
  key: OpportunityKey,
  subjectId: string,
  keeping: RecordKeeping,
): Promise<Delivered> {
  const claim = await records.claim(key, subjectId);
  if (claim.outcome === 'busy') return { outcome: 'failed', status: 0, retryAfter: BUSY_WAIT, isNoFault: true };
  if (claim.outcome === 'known') {
    const { recordId, isUnproven = false } = claim;
    const looked = isUnproven ? await keeping.belongs?.(recordId) : undefined;
    const isOurs = looked === undefined || looked.outcome === 'kept';
    const updated = isOurs ? await keeping.update(recordId) : looked;
    if (updated.outcome === 'kept') {
      if (isUnproven) await records.remember(key, subjectId, recordId);
      return { outcome: 'delivered' };
    }
    if (updated.outcome !== 'gone' && updated.outcome !== 'none') return deliveryFailure(updated);
    // Somebody has deleted it, what asked for the call is gone, or it is another's: whoever comes next makes another.
    await records.forget(key, subjectId, recordId);
    return updated.outcome === 'gone'
      ? { outcome: 'failed', status: updated.status, retryAfter: 0 }
      : { outcome: 'failed', status: 0, retryAfter: 0, isNoFault: true };
  }
  const found = claim.outcome === 'stale' ? await keeping.find() : ({ outcome: 'none' } as const);
  const kept =
    found.outcome === 'none'
      ? await keeping.create()
      : found.outcome === 'kept'
        ? await keeping.update(found.recordId)
        : found;
  if (kept.outcome === 'kept') {
    await records.remember(key, subjectId, kept.recordId);
    return { outcome: 'delivered' };
  }
  // After no answer the record may have been made: the claim stays, and who comes later looks for it.
  if (kept.outcome !== 'unavailable') await records.release(key, subjectId);
  return deliveryFailure(kept);
}
