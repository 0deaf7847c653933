import type { AttemptCounts } from '../ports/call-requests.ts';
import type { HeldItem, HeldPlace, PersonalData } from '../ports/erasure.ts';

export interface ForgetAttemptsPorts {
  readonly personalData: Pick<PersonalData, 'isHeld'>;
  readonly attempts: Pick<AttemptCounts, 'forget'>;
}

/**
 * How often people and numbers were called is counted under their ids. As long as the source has somebody `elsewhere`, the
 * counts protect them and stay.
 * @returns how many counts are gone
 */
export async function forgetAttempts(
  { personalData, attempts }: ForgetAttemptsPorts,
  sourceId: string,
  items: readonly HeldItem[],
  isElsewhere: (place: HeldPlace) => boolean,
): Promise<number> {
  let forgotten = 0;
  for (const contactId of new Set(items.flatMap((item) => item.contactId ?? []))) {
    if (await personalData.isHeld(sourceId, { contactId }, isElsewhere)) continue;
    forgotten += await attempts.forget(sourceId, 'person', contactId);
  }
  for (const number of new Set(items.flatMap(({ numbers }) => numbers))) {
    if (await personalData.isHeld(sourceId, { number }, isElsewhere)) continue;
    forgotten += await attempts.forget(sourceId, 'number', number);
  }
  return forgotten;
}
