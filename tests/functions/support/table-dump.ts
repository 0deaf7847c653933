/** Everything that a table holds, as one text: what tests of erasing look for canaries in. Only tests scan. */
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { StoreTable } from '#adapters/dynamodb-table.ts';

export async function itemsOf({
  client,
  name,
}: Pick<StoreTable, 'client' | 'name'>): Promise<readonly Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let start: Record<string, unknown> | undefined;
  do {
    const { Items: found = [], LastEvaluatedKey: last } = await client.send(
      new ScanCommand({ TableName: name, ...(start !== undefined && { ExclusiveStartKey: start }) }),
    );
    items.push(...found);
    start = last;
  } while (start !== undefined);
  return items;
}

/** The keys of the items in which one of the texts is found. */
export function itemsWith(items: readonly Record<string, unknown>[], canaries: readonly string[]): readonly string[] {
  return items
    .filter((item) => canaries.some((canary) => JSON.stringify(item).includes(canary)))
    .map(({ pk, sk }) => `${pk} ${sk}`);
}
