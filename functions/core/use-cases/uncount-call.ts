/** A call that was not made does not count for a person's, a number's and an opportunity's attempts. */
import { type Attempt, type AttemptSubject, attemptOf } from '../attempt-limits.ts';
import { callKeyOf, numberToCall, personToCall } from '../call-request.ts';
import type { RulesOfSource } from '../calling-rules.ts';
import type { AttemptCounts, RequestStore } from '../ports/call-requests.ts';
import type { StoredCall } from '../ports/call-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { ContactStore } from '../ports/opportunity-store.ts';

export interface KnownSources {
  readonly sources: ReadonlyMap<string, RulesOfSource>;
}

/**
 * It may have been counted on another day than today: when it was asked for, or when it got its last slot. One that was not
 * counted stays so.
 */
export async function uncount(
  ports: { readonly attempts: Pick<AttemptCounts, 'release'> },
  subject: AttemptSubject,
  call: Pick<StoredCall, 'history'> | undefined,
): Promise<void> {
  const times = (call?.history ?? []).filter(({ state }) => state === 'requested' || state === 'queued');
  const byDay = new Map<string, Attempt>();
  for (const now of [subject.now, ...times.map(({ at }) => new Date(at))]) {
    const attempt = attemptOf({ ...subject, now });
    if (attempt !== undefined) byDay.set(attempt.day, attempt);
  }
  await Promise.all([...byDay.values()].map((attempt) => ports.attempts.release(attempt)));
}

interface UncountPorts extends KnownSources {
  readonly requests: Pick<RequestStore, 'get'>;
  readonly contacts: Pick<ContactStore, 'get'>;
  readonly attempts: Pick<AttemptCounts, 'release'>;
  readonly clock: Clock;
}

/** Reads what the call was counted for, where its source counts at all. */
export async function uncountCall(ports: UncountPorts, call: StoredCall): Promise<void> {
  const source = ports.sources.get(call.sourceId);
  if (source?.callingRules?.attemptCaps === undefined || call.requestId === undefined) return;
  const request = await ports.requests.get(call.sourceId, call.requestId);
  if (request === undefined || request.erasedAt !== undefined) return;
  const { message } = request;
  const { contactId } = message.call;
  const person = (await ports.contacts.get(call, contactId)) ?? personToCall(message);
  const key = { ...callKeyOf(request), contactId };
  await uncount(ports, { source, person, number: numberToCall(message), call: key, now: ports.clock.now() }, call);
}
