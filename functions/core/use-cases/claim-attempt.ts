/** The rules and the count of attempts, together: what is allowed has been counted. */
import { type AttemptSubject, attemptOf, limitsFrom } from '../attempt-limits.ts';
import { callKeyOf, numberToCall } from '../call-request.ts';
import { type CallToJudge, judgeCall, type Person, type RulesOfSource, type Verdict } from '../calling-rules.ts';
import type { AttemptCounts, StoredRequest } from '../ports/call-requests.ts';
import type { StoredCall } from '../ports/call-store.ts';

/** What is known now of a call that was asked for earlier; due by the wish of whoever moved it last. */
export function subjectOf(
  request: StoredRequest,
  sources: ReadonlyMap<string, RulesOfSource>,
  known: { readonly person: Person; readonly isListed: boolean; readonly call: StoredCall | undefined },
  now: Date,
): CallToJudge & AttemptSubject {
  const { person, isListed, call } = known;
  const { notBefore: asked, contactId } = request.message.call;
  const notBefore = call?.notBefore ?? asked;
  return {
    ...{ person, isListed, now, number: numberToCall(request.message), call: { ...callKeyOf(request), contactId } },
    source: sources.get(request.sourceId) ?? {},
    askedAt: new Date(request.receivedAt),
    notBefore: notBefore === undefined ? undefined : new Date(notBefore),
  };
}

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
