/**
 * Admissions that go on for as long as Connect says so. A call that rings opens its opportunity for a minute, and no event says that
 * it was missed: whoever looks when little of that is left, or nothing, has Connect asked what has become of it.
 */
import { ADMISSION, ADMISSION_RENEWAL } from './policy.ts';
import type { Clock } from './ports/clock.ts';
import type { CallsAtHand } from './ports/connect.ts';
import type { Log } from './ports/log.ts';
import type { Admission, Admissions, OpportunityKey } from './ports/opportunity-store.ts';

interface RenewalPorts {
  readonly callsAtHand: CallsAtHand;
  readonly clock: Clock;
  readonly log: Pick<Log, 'error'>;
}

export function renewAdmissions(admissions: Admissions, { callsAtHand, clock, log }: RenewalPorts): Admissions {
  /** Whether it goes on. */
  const renew = async (key: OpportunityKey, username: string, admission: Admission): Promise<boolean> => {
    const { connectContactId, renewableUntil } = admission;
    const stage =
      (await callsAtHand.stageOf(username, connectContactId)) ??
      ((await callsAtHand.hasTaken(username, connectContactId)) ? 'taken' : undefined);
    if (stage === undefined) {
      await admissions.end(key, username, admission);
      return false;
    }
    const until = Math.min(clock.now().getTime() + ADMISSION[stage], renewableUntil.getTime());
    await admissions.letIn(key, username, { ...admission, openUntil: new Date(until) });
    return true;
  };

  return {
    ...admissions,
    /** Throws what Connect throws when without its answer the opportunity would be hidden. */
    async look(key, username, known) {
      const seen = await admissions.look(key, username, known);
      const soon = clock.now().getTime() + ADMISSION_RENEWAL;
      if (seen.opportunity === undefined || seen.admissions.some(({ openUntil }) => openUntil.getTime() > soon)) {
        return seen;
      }
      try {
        for (const admission of seen.admissions) {
          if (await renew(key, username, admission)) return { ...seen, hasCall: true };
        }
      } catch (error) {
        if (!seen.hasCall) throw error;
        log.error('admission-not-renewed', error, { ...key });
        return seen;
      }
      return { ...seen, hasCall: seen.hasCall && seen.admissions.length === 0 };
    },
  };
}
