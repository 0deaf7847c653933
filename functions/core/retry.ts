/** Whether a call that reached nobody is followed by another attempt. */
import type { CallView } from './contracts/call.ts';
import type { RetryPolicy } from './contracts/retry-policy.ts';
import { MINUTE } from './policy.ts';

export type FollowUp =
  | { readonly outcome: 'retry'; readonly attempt: number; readonly dueAt: Date }
  | { readonly outcome: 'give-up' };

/** Undefined when the source does not try again after such an outcome: nothing is given up. */
export function followUpOf(call: CallView, policy: RetryPolicy): FollowUp | undefined {
  const rule = ruleFor(call, policy);
  const endedAt = call.endedAt ?? call.history.at(-1)?.at;
  if (rule === undefined || endedAt === undefined) return undefined;
  const { attempt = 1 } = call;
  if (attempt > (rule.max ?? rule.after.length)) return { outcome: 'give-up' };
  const minutes = rule.after[Math.min(attempt, rule.after.length) - 1] ?? 0;
  return { outcome: 'retry', attempt: attempt + 1, dueAt: new Date(Date.parse(endedAt) + minutes * MINUTE) };
}

/**
 * An agent has agreed on another time: that call is the next one. What cannot become better by itself, such as a wrong number, has
 * no rule.
 */
function ruleFor(call: CallView, policy: RetryPolicy): RetryPolicy['failed'] {
  const { direction, state, reason, answeredAt, outcome } = call;
  if (direction !== 'outbound' || (state !== 'completed' && state !== 'failed')) return undefined;
  if (outcome?.followUpAt !== undefined) return undefined;
  if (reason === 'voicemail') return policy.voicemail;
  if (outcome !== undefined && policy.voicemail?.dispositions.includes(outcome.disposition)) return policy.voicemail;
  if (answeredAt !== undefined) return undefined;
  if (reason === 'busy') return policy.busy;
  if (reason === 'no-answer') return policy.noAnswer;
  return reason === 'service-error' ? policy.failed : undefined;
}
