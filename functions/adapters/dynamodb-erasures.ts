/** That an opportunity was erased: ids and a time, kept for as long as a request about it may still be under way. */
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { REQUEST_RETENTION } from '../core/policy.ts';
import type { Erasures, OpportunityKey } from '../core/ports.ts';
import { expiryAt, keyPart } from './dynamodb-keys.ts';
import type { StoreTable } from './dynamodb-table.ts';

const keyOf = ({ sourceId, opportunityId }: OpportunityKey) => ({
  pk: `ERASED#${keyPart(sourceId)}#${keyPart(opportunityId)}`,
  sk: 'ERASED',
});

export function dynamodbErasures(table: StoreTable): Erasures {
  return {
    async record(key, at) {
      const expiresAt = expiryAt(Date.parse(at) + REQUEST_RETENTION);
      await table.client.send(new PutCommand({ TableName: table.name, Item: { ...keyOf(key), at, expiresAt } }));
    },
    async erasedAt(key) {
      const { Item: item } = await table.client.send(
        new GetCommand({ TableName: table.name, Key: keyOf(key), ConsistentRead: true }),
      );
      return item === undefined ? undefined : String(item.at);
    },
  };
}
