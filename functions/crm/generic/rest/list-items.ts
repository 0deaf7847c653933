/** The items of a list by its description: over its pages, with what they refer to, and with what each is asked for by itself. */
import pLimit from 'p-limit';
import type { RestList } from '#core/contracts/rest-description.ts';
import type { CrmFailure } from '../../crm-session.ts';
import { asJson, idOf } from '../../json.ts';
import type { Names } from './address.ts';
import { find } from './expression.ts';
import type { RestClient } from './rest-client.ts';

/** CRMs count requests, and those at once most of all. */
const DETAILS_AT_ONCE = 4;

export type Items = { readonly outcome: 'items'; readonly items: readonly unknown[] } | CrmFailure;

/** @param opportunity the opportunity's own answer, where the items stand when they have no address of their own */
export async function listItems(
  client: RestClient,
  list: RestList,
  names: Names,
  opportunity: unknown,
  most: number,
): Promise<Items> {
  const { request, pagination } = list;
  const listed =
    request === undefined
      ? ({ outcome: 'listed', pages: [opportunity] } as const)
      : await client.pages(request, names, pagination, (page) => itemsIn(list, page)?.length ?? 0, most);
  if (listed.outcome !== 'listed') return listed;
  const found = listed.pages.map((page) => itemsIn(list, page));
  if (found.includes(undefined)) return { outcome: 'unusable', status: 200 };
  return withDetails(client, list, names, found.flatMap((items) => items ?? []).slice(0, most));
}

function itemsIn({ items, join }: RestList, page: unknown): readonly unknown[] | undefined {
  const found = find(items, page);
  if (!Array.isArray(found)) return undefined;
  const joined = join.map(({ as, records, key, from }) => {
    const list = find(records, page);
    const byKey = new Map((Array.isArray(list) ? list : []).map((record) => [idOf(find(key, record)), record]));
    return (item: unknown) => ({ [as]: byKey.get(idOf(find(from, item))) });
  });
  return found.map((item) => joined.reduce<unknown>((whole, part) => decorated(whole, part(item)), item));
}

async function withDetails(
  client: RestClient,
  { detail }: RestList,
  names: Names,
  items: readonly unknown[],
): Promise<Items> {
  if (detail === undefined) return { outcome: 'items', items };
  const limit = pLimit(DETAILS_AT_ONCE);
  let failure: CrmFailure | undefined;
  const detailed = await Promise.all(
    items.map((item) =>
      limit(async () => {
        // One that has failed will be asked for again with all the others.
        if (failure !== undefined) return item;
        const answer = await client.get(detail, { ...names, itemId: idOf(find(detail.id, item)) });
        if (answer.outcome === 'ok') return decorated(item, { detail: answer.json });
        // Somebody has deleted it meanwhile.
        if (answer.outcome !== 'gone') failure = answer;
        return undefined;
      }),
    ),
  );
  return failure ?? { outcome: 'items', items: detailed.filter((item) => item !== undefined) };
}

/** An item that is only an id stands beside what is known of it. */
const decorated = (item: unknown, more: object): unknown =>
  typeof item === 'object' && item !== null ? { ...asJson(item), ...more } : { value: item, ...more };
