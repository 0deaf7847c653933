/** Erasures as orders: recorded, counted while they are carried out, and confirmed. Where they stand: `dynamodb-erasures.ts`. */
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { ERASED_KINDS, type ErasedCounts } from '../core/contracts/source-events.ts';
import { ERASURE_RETENTION } from '../core/policy.ts';
import type { ErasureOrders } from '../core/ports/erasure.ts';
import { erasureKey } from './dynamodb-erasures.ts';
import { expiryAt, type ItemKey } from './dynamodb-keys.ts';
import { conditional, type Item, type StoreTable } from './dynamodb-table.ts';

export function dynamodbErasureOrders(table: StoreTable): ErasureOrders {
  const update = (key: ItemKey, expression: string, values: Record<string, unknown>, names: Record<string, string>) =>
    table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: key,
        UpdateExpression: expression,
        ConditionExpression: 'attribute_exists(pk)',
        ExpressionAttributeValues: values,
        ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
      }),
    );

  return {
    async record(subject, { at, markedAt }) {
      const expiresAt = expiryAt(Date.parse(markedAt) + ERASURE_RETENTION);
      const command = new PutCommand({
        TableName: table.name,
        Item: { ...erasureKey(subject), contactId: subject.contactId, at, markedAt, expiresAt },
        ConditionExpression: 'attribute_not_exists(markedAt) OR #at <= :at',
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: { ':at': at },
      });
      await conditional(table.client.send(command));
    },

    async get(subject) {
      const command = new GetCommand({ TableName: table.name, Key: erasureKey(subject), ConsistentRead: true });
      const { Item: item } = await table.client.send(command);
      if (item === undefined) return undefined;
      const { verifiedAt } = item;
      return {
        ...{ at: String(item.at), markedAt: String(item.markedAt) },
        ...(verifiedAt !== undefined && { verifiedAt: String(verifiedAt) }),
        counts: countsFrom(item),
      };
    },

    async count(subject, counts) {
      const given = ERASED_KINDS.filter((kind) => (counts[kind] ?? 0) > 0);
      if (given.length === 0) return;
      await update(
        erasureKey(subject),
        `ADD ${given.map((kind) => `#${kind} :${kind}`).join(', ')}`,
        Object.fromEntries(given.map((kind) => [`:${kind}`, counts[kind]])),
        Object.fromEntries(given.map((kind) => [`#${kind}`, kind])),
      );
    },

    async confirm(subject, verifiedAt) {
      await update(erasureKey(subject), 'SET verifiedAt = :at', { ':at': verifiedAt }, {});
    },
  };
}

const countsFrom = (item: Item): ErasedCounts =>
  Object.fromEntries(ERASED_KINDS.flatMap((kind) => (item[kind] === undefined ? [] : [[kind, Number(item[kind])]])));
