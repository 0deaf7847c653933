/**
 * "The search endpoints are rate limited to five requests per second per account" (API reference, "Search the CRM"), beyond which
 * HubSpot answers 429 with the body of its usage guidelines ("Error responses"), and without Retry-After (source of Airbyte's
 * connector). How a second is counted is not documented: here no second, whenever it begins, has more than five, and what is refused
 * does not count.
 */
import type { DoubleAnswer } from '../double-http.ts';

const SEARCHES_PER_SECOND = 5;
const SECOND = 1_000;

/** The refusal of a search that is too soon. @param now milliseconds */
export function searchLimit(now: () => number): () => DoubleAnswer | undefined {
  let taken: number[] = [];
  return () => {
    const at = now();
    taken = taken.filter((earlier) => at - earlier < SECOND);
    if (taken.length >= SEARCHES_PER_SECOND) return { status: 429, json: REFUSAL };
    taken.push(at);
    return undefined;
  };
}

const REFUSAL = {
  ...{ status: 'error', message: 'You have reached your secondly limit.', errorType: 'RATE_LIMIT' },
  ...{ correlationId: '0aa0aa0a-0000-4000-8000-000000000429', policyName: 'SECONDLY' },
};
