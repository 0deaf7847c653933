import type { OpportunityKey } from '../ports/opportunity-store.ts';

/** By both ids: an opportunity's is unique only within its source. */
export const isSameOpportunity = (one: OpportunityKey, other: OpportunityKey): boolean =>
  one.sourceId === other.sourceId && one.opportunityId === other.opportunityId;
