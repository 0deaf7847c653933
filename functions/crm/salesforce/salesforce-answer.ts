/** What Salesforce's answers mean (REST API Developer Guide, "Status Codes and Error Responses": a list of errors, each with a code). */
import { MINUTE, SECOND } from '#core/policy.ts';
import type { Delivered } from '#core/ports/crm.ts';
import { type CrmAnswer, type CrmFailure, deliveryFailure } from '../crm-session.ts';
import { asJson, textOf } from '../json.ts';

/** The limit is one of 24 hours that slide: it frees itself bit by bit. */
const LIMIT_WAIT = 5 * MINUTE;
/** Somebody else is writing the same record. */
const LOCK_WAIT = 5 * SECOND;

const GONE = new Set(['ENTITY_IS_DELETED', 'NOT_FOUND', 'INVALID_CROSS_REFERENCE_KEY']);
/** What the organisation's own rules do not let in, now or later. */
const UNWANTED = new Set([
  ...['DUPLICATES_DETECTED', 'FIELD_CUSTOM_VALIDATION_EXCEPTION', 'REQUIRED_FIELD_MISSING', 'STRING_TOO_LONG'],
  ...['INVALID_EMAIL_ADDRESS', 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'FIELD_INTEGRITY_EXCEPTION'],
]);

/** The first error's code, such as `INVALID_FIELD`. */
export function errorCode(answer: CrmAnswer): string | undefined {
  const json = 'json' in answer ? answer.json : undefined;
  return Array.isArray(json) ? textOf(asJson(json[0]).errorCode) : undefined;
}

/** As the log and our reasons write it: `invalid-field`. */
export const reasonOf = (answer: CrmFailure): string =>
  errorCode(answer)
    ?.toLowerCase()
    .replace(/[^a-z0-9]+/g, '-') ?? `status-${answer.status}`;

/** Salesforce's own way to say "later" and "gone" in ours. */
export function understood(answer: CrmAnswer): CrmAnswer {
  const { status } = answer;
  switch (errorCode(answer)) {
    case 'REQUEST_LIMIT_EXCEEDED':
      return { outcome: 'unavailable', status, retryAfter: LIMIT_WAIT };
    case 'UNABLE_TO_LOCK_ROW':
      return { outcome: 'unavailable', status, retryAfter: LOCK_WAIT };
    case 'ENTITY_IS_DELETED':
      return answer.outcome === 'ok' ? answer : { ...answer, outcome: 'gone' };
    default:
      return answer;
  }
}

/** Of one of the requests of a composite: its status and body stand in the answer to all. */
export function partOf(status: number, json: unknown): CrmAnswer {
  if (status === 429 || status >= 500) return { outcome: 'unavailable', status, retryAfter: 0 };
  if (status >= 200 && status < 300) return { outcome: 'ok', status, headers: {}, json };
  const outcome = status === 404 ? 'gone' : status === 401 || status === 403 ? 'refused' : 'invalid';
  return understood({ outcome, status, json });
}

/** What an answer means for who wanted to tell. What the organisation's rules refuse is tried again: they can be mended. */
export function deliveryOf(answer: CrmAnswer): Delivered {
  if (answer.outcome === 'ok') return { outcome: 'delivered' };
  const code = errorCode(answer) ?? '';
  if (GONE.has(code)) return { outcome: 'dropped', reason: 'record-gone' };
  return deliveryFailure(answer);
}

/** Of a person's changes, which the next change makes old: what is refused by a rule is not tried for days. */
export function personDeliveryOf(answer: CrmAnswer): Delivered {
  const isUnwanted = answer.outcome !== 'ok' && UNWANTED.has(errorCode(answer) ?? '');
  return isUnwanted ? { outcome: 'dropped', reason: reasonOf(answer) } : deliveryOf(answer);
}
