import { ADMISSION, ADMISSION_MEMORY } from '../policy.ts';
import type { Clock } from '../ports/clock.ts';
import type { CallsAtHand } from '../ports/connect.ts';
import type { Admissions, OpportunityKey } from '../ports/opportunity-store.ts';

/** What is needed to know whether a call is at hand, and to remember that it was. */
export interface CallAtHandPorts {
  readonly callsAtHand: CallsAtHand;
  readonly admissions: Admissions;
  readonly clock: Clock;
}

/** An agent's call, and how they have it (`CallsAtHand.stageOf`). */
export interface CallAtHand {
  readonly connectContactId: string;
  readonly stage: keyof typeof ADMISSION;
}

/** Having the call opens what it is about; it stays open for as long as `ADMISSION`, and is renewed (renew-admissions.ts). */
export async function letIn(
  { admissions, clock }: Pick<CallAtHandPorts, 'admissions' | 'clock'>,
  username: string,
  { connectContactId, stage }: CallAtHand,
  keys: readonly OpportunityKey[],
): Promise<void> {
  const now = clock.now().getTime();
  const openUntil = new Date(now + ADMISSION[stage]);
  const admission = { connectContactId, openUntil, renewableUntil: new Date(now + ADMISSION_MEMORY) };
  await Promise.all(keys.map((key) => admissions.letIn(key, username, admission)));
}
