/** Forgets an opportunity: every item of its partition, phones in the index included. */
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { OpportunityKey } from '../core/ports.ts';
import { opportunityPartition, PREFIX } from './dynamodb-keys.ts';
import { queryAll, type StoreTable, sendOptions } from './dynamodb-table.ts';

/** BatchWriteItem takes at most 25 writes. */
const BATCH = 25;

export async function documentIdsOf(table: StoreTable, key: OpportunityKey): Promise<readonly string[]> {
  const documents = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :document)',
    ExpressionAttributeValues: { ':pk': opportunityPartition(key), ':document': PREFIX.document },
    ProjectionExpression: 'sk',
    ConsistentRead: true,
  });
  return documents.map(({ sk }) => String(sk).slice(PREFIX.document.length));
}

export async function eraseOpportunity(table: StoreTable, key: OpportunityKey): Promise<void> {
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': opportunityPartition(key) },
    ProjectionExpression: 'pk, sk',
    ConsistentRead: true,
  });
  await removeAll(
    table,
    items.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) })),
  );
}

async function removeAll(table: StoreTable, keys: readonly { pk: string; sk: string }[]): Promise<void> {
  for (let from = 0; from < keys.length; from += BATCH) {
    let rest: readonly { pk: string; sk: string }[] = keys.slice(from, from + BATCH);
    while (rest.length > 0) {
      const requests = rest.map((itemKey) => ({ DeleteRequest: { Key: itemKey } }));
      const command = new BatchWriteCommand({ RequestItems: { [table.name]: requests } });
      const { UnprocessedItems: unprocessed } = await table.client.send(command, sendOptions(table));
      rest = (unprocessed?.[table.name] ?? []).flatMap(({ DeleteRequest: left }) =>
        left?.Key === undefined ? [] : [{ pk: String(left.Key.pk), sk: String(left.Key.sk) }],
      );
    }
  }
}
