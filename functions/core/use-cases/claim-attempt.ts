/** The rules and the count of attempts, together: what is allowed has been counted. */
import { type AttemptSubject, attemptOf, limitsFrom } from '../attempt-limits.ts';
import { type CallToJudge, judgeCall, type Verdict } from '../calling-rules.ts';
import type { AttemptCounts } from '../ports.ts';

export async function judgeAndClaim(
  ports: { readonly attempts: Pick<AttemptCounts, 'claim'> },
  call: CallToJudge & AttemptSubject,
): Promise<Verdict> {
  const verdict = judgeCall(call);
  const attempt = verdict.outcome === 'allowed' ? attemptOf(call) : undefined;
  if (attempt === undefined) return verdict;
  const claimed = await ports.attempts.claim(attempt);
  if (claimed.outcome === 'claimed') return verdict;
  return judgeCall({ ...call, limits: limitsFrom(claimed.refusals, call) });
}

/** A call that may not be made now does not count for today, if it did. */
export async function releaseAttempt(
  ports: { readonly attempts: Pick<AttemptCounts, 'release'> },
  subject: AttemptSubject,
): Promise<void> {
  const attempt = attemptOf(subject);
  if (attempt !== undefined) await ports.attempts.release(attempt);
}
