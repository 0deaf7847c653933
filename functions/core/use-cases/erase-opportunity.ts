import type { ErasedCounts } from '../contracts/source-events.ts';
import { documentFolder } from '../document-file.ts';
import { forgottenCall, forgottenRequest, isErased } from '../model/forget-person.ts';
import type { StoredCall } from '../ports/call-store.ts';
import type { DocumentFiles } from '../ports/document-files.ts';
import type { Erasure, HeldItem, PersonalData } from '../ports/erasure.ts';
import type { OpportunityKey } from '../ports/opportunity-store.ts';
import { type ForgetAttemptsPorts, forgetAttempts } from './forget-attempts.ts';
import { type ForgetPorts, forgetRequestOf, forgetWaiting } from './forget-requests.ts';
import { endedForErasure, isEndedByErasure } from './heed-erasures.ts';

export interface EraseOpportunityPorts extends ForgetPorts, ForgetAttemptsPorts {
  readonly personalData: Pick<PersonalData, 'ofOpportunity' | 'remove' | 'isHeld'>;
  readonly files: Pick<DocumentFiles, 'purge'>;
}

/**
 * One pass over everything of an opportunity, page by page. What was written after the mark stays: the source has made it
 * anew. With `isSettled` nobody can be about to dial any more; until then a call that waited stays as one that has ended,
 * without personal data, so that who would dial it finds it so.
 */
export async function* eraseOpportunity(
  ports: EraseOpportunityPorts,
  key: OpportunityKey,
  erasure: Erasure,
  isSettled: boolean,
): AsyncGenerator<ErasedCounts> {
  const { markedAt } = erasure;
  for await (const page of ports.personalData.ofOpportunity(key)) {
    const items = page.filter(({ kind }) => kind !== 'calls');
    let requests = 0;
    for (const { callId } of page) {
      const call = callId === undefined ? undefined : await ports.calls.get({ ...key, callId });
      if (call === undefined) continue;
      const forget = await forgetCall(ports, call, erasure);
      if (forget.request) requests += 1;
      if (isSettled || !forget.hasWaited) items.push(...page.filter((item) => item.callId === callId));
    }
    const attempts = await forgetAttempts(
      ports,
      key.sourceId,
      page,
      (place) => place.opportunityId !== key.opportunityId,
    );
    const removed: Partial<Record<HeldItem['kind'], number>> = {};
    for (const item of items) {
      if (await ports.personalData.remove(item, markedAt)) removed[item.kind] = (removed[item.kind] ?? 0) + 1;
    }
    yield { ...removed, requests, attempts };
  }
  yield {
    files: await ports.files.purge(documentFolder(key), new Date(markedAt)),
    attempts: await ports.attempts.forget(key.sourceId, 'opportunity', key.opportunityId),
  };
}

async function forgetCall(
  ports: EraseOpportunityPorts,
  known: StoredCall,
  erasure: Erasure,
): Promise<{ readonly request: boolean; readonly hasWaited: boolean }> {
  const { markedAt } = erasure;
  if (known.requestedAt > markedAt) return { request: false, hasWaited: false };
  const request = await forgetRequestOf(ports, known, (one) =>
    one.erasedAt === undefined && isErased(one, erasure) ? forgottenRequest(one, markedAt) : one,
  );
  const end = (call: StoredCall) => forgottenCall(endedForErasure(call, markedAt), markedAt);
  const ended = isEndedByErasure(known) ? { call: known } : await ports.calls.change(known, undefined, end, known);
  const hasWaited = ended !== undefined && isEndedByErasure(ended.call);
  if (hasWaited) await forgetWaiting(ports, ended.call);
  return { request, hasWaited };
}
