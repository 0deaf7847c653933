import type { StoredRequest } from '../../../functions/core/ports/call-requests.ts';
import type { ErasedParts, Erasure } from '../../../functions/core/ports/erasure.ts';
import type { OpportunityKey } from '../../../functions/core/ports/opportunity-store.ts';

/** `marks` by `<source> <opportunity>`, `<source> <opportunity> <person>` and `<source> person <person>`. */
export function erasedParts(
  marks: ReadonlyMap<string, Erasure>,
  { sourceId, opportunityId }: OpportunityKey,
  contactIds: readonly string[],
): ErasedParts {
  const contacts = contactIds.flatMap((id): [string, Erasure][] => {
    const places = [`${sourceId} ${opportunityId} ${id}`, `${sourceId} person ${id}`];
    const [latest] = places.flatMap((place) => marks.get(place) ?? []).sort((one, two) => (one.at < two.at ? 1 : -1));
    return latest === undefined ? [] : [[id, latest]];
  });
  return { opportunity: marks.get(`${sourceId} ${opportunityId}`), contacts: new Map(contacts) };
}

/** As the store does it: message and erasure only, and only of the message that was read. */
export function forgetRequest(
  requests: Map<string, StoredRequest>,
  before: StoredRequest,
  { message, erasedAt }: { readonly message: StoredRequest['message']; readonly erasedAt: string | undefined },
): boolean {
  const id = `${before.sourceId} ${before.requestId}`;
  const stored = requests.get(id);
  if (stored === undefined || JSON.stringify(stored.message) !== JSON.stringify(before.message)) return false;
  requests.set(id, { ...stored, message, ...(erasedAt !== undefined && { erasedAt }) });
  return true;
}

/** For sources that have nothing erased. */
export const noErasing = {
  erasureOrders: { record: async () => undefined },
  erasureQueue: { send: async () => undefined },
  personalData: {
    async *ofOpportunity() {
      // Nothing is held.
    },
    remove: async () => false,
  },
};
