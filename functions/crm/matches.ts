/** What a search in a CRM has found, in our words. */
import type { OpportunityInput } from '#core/contracts/call-request.ts';
import type { CrmMatch } from '#core/contracts/opportunity-context.ts';
import { MAX_CRM_MATCHES } from '#core/policy.ts';
import type { OpportunitiesFound } from '#core/ports/crm.ts';
import { optional } from './json.ts';

/** Through whom an opportunity was found. */
export interface FoundPerson {
  readonly id: string;
  readonly name: string;
}

export const matchOf = (
  sourceId: string,
  { id, name, stage, amount, currency, owner }: OpportunityInput,
  person?: FoundPerson,
): CrmMatch => ({
  ...{ sourceId, opportunityId: id, opportunityName: name },
  ...optional('stage', stage),
  ...optional('contactId', person?.id),
  ...optional('contactName', person?.name),
  ...optional('amount', amount),
  ...optional('currency', currency),
  ...optional('owner', owner?.username),
});

/** Each opportunity once, or once for each of its people who share the number: the first ones stay. */
export function found(matches: readonly CrmMatch[], once: 'each' | 'each-person'): OpportunitiesFound {
  const distinct = new Map<string, CrmMatch>();
  for (const match of matches) {
    const id = JSON.stringify([match.opportunityId, once === 'each-person' ? match.contactId : undefined]);
    if (!distinct.has(id)) distinct.set(id, match);
  }
  return { outcome: 'found', matches: [...distinct.values()].slice(0, MAX_CRM_MATCHES) };
}

export const NOTHING_FOUND: OpportunitiesFound = { outcome: 'found', matches: [] };

/** Asked for once in a process, whatever it was; what could not be had is asked for again. */
export function remembered<Value>(ask: (id: string) => Promise<{ readonly value: Value } | undefined>) {
  const known = new Map<string, Value>();
  return async (id: string): Promise<Value | undefined> => {
    if (known.has(id)) return known.get(id);
    const answer = await ask(id);
    if (answer !== undefined) known.set(id, answer.value);
    return answer?.value;
  };
}
