import { CtiError } from '../errors.ts';
import { ALLOWED_PER_MINUTE, MINUTE, SECOND } from '../policy.ts';
import type { Clock } from '../ports/clock.ts';
import type { Allowance, Allowances } from '../ports/crm.ts';

export interface AllowancePorts {
  readonly allowances: Allowances;
  readonly clock: Clock;
}

const REFUSALS: Readonly<Record<Allowance, string>> = {
  readings: 'The CRM is asked for too many opportunities.',
  searches: 'The CRM is searched too often.',
  'call-searches': 'The CRM is searched for calls too often.',
};

/**
 * An agent is about to make CRMs do something. Minutes are those of the clock, so that whoever is refused knows when it goes on.
 * @throws CtiError `too-many-requests`, with the time until the next minute
 */
export async function takeAllowance(
  { allowances, clock }: AllowancePorts,
  what: Allowance,
  username: string,
): Promise<void> {
  const now = clock.now();
  if (await allowances.take(what, username, now, ALLOWED_PER_MINUTE[what])) return;
  const retryAfter = Math.ceil((MINUTE - (now.getTime() % MINUTE)) / SECOND);
  throw new CtiError('too-many-requests', `${REFUSALS[what]} Try again in a minute.`, { retryAfter });
}
