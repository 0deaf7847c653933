import type { OpportunityMatch } from '../contracts/opportunity-context.ts';
import type { OpportunityStore } from '../ports/opportunity-store.ts';

export type OpportunityQuery = { readonly phone: string } | { readonly name: string };

/** By the number of one of its people, or by how its name begins, in every source at once. */
export async function findOpportunities(
  opportunities: Pick<OpportunityStore, 'findByPhone' | 'findByName'>,
  sourceIds: readonly string[],
  query: OpportunityQuery,
): Promise<readonly OpportunityMatch[]> {
  if ('phone' in query) return opportunities.findByPhone(query.phone);
  const bySource = await Promise.all(sourceIds.map((sourceId) => opportunities.findByName(sourceId, query.name)));
  return bySource.flat();
}
