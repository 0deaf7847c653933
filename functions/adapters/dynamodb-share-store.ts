/**
 * Links to documents. They lie in their opportunity's partition, so that they go with it, and are found by their token's
 * hash through an index. The index may lag behind: the item itself decides, so that a revoked link is closed at once.
 */
import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DocumentShare } from '../core/contracts/document-share.ts';
import type { FoundShare, ShareStore } from '../core/ports/document-store.ts';
import { expiryAt, opportunityPartition, shareIndexKey, shareItemKey, sharePrefix } from './dynamodb-keys.ts';
import { conditional, type Item, present, queryAll, type StoreTable, sendOptions } from './dynamodb-table.ts';

export function dynamodbShareStore(table: StoreTable): ShareStore {
  return {
    async add(share, tokenHash) {
      const { shareId, documentId, expiresAt: endsAt, ...facts } = share;
      const item = {
        ...{ ...shareItemKey(share, documentId, shareId), ...shareIndexKey(tokenHash) },
        ...{ shareId, documentId, ...facts, endsAt, expiresAt: expiryAt(Date.parse(endsAt)) },
      };
      await table.client.send(new PutCommand({ TableName: table.name, Item: item }), sendOptions(table));
    },

    async list(key, documentId, now) {
      const items = await queryAll(table, {
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :share)',
        // DynamoDB takes expired items away days later.
        FilterExpression: 'endsAt > :now',
        ExpressionAttributeValues: { ':pk': opportunityPartition(key), ':share': sharePrefix(documentId), ':now': now },
        ConsistentRead: true,
      });
      return items.map(shareFrom).sort((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
    },

    async remove(key, documentId, shareId) {
      const command = new DeleteCommand({
        TableName: table.name,
        Key: shareItemKey(key, documentId, shareId),
        ReturnValues: 'ALL_OLD',
      });
      return (await table.client.send(command, sendOptions(table))).Attributes !== undefined;
    },

    async find(tokenHash) {
      const { gsi1pk } = shareIndexKey(tokenHash);
      const query = new QueryCommand({
        TableName: table.name,
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :hash',
        ExpressionAttributeValues: { ':hash': gsi1pk },
        Limit: 1,
      });
      const { Items: [indexed] = [] } = await table.client.send(query, sendOptions(table));
      if (indexed === undefined) return undefined;
      const get = new GetCommand({
        TableName: table.name,
        Key: { pk: indexed.pk, sk: indexed.sk },
        ConsistentRead: true,
      });
      const { Item: item } = await table.client.send(get, sendOptions(table));
      return item === undefined ? undefined : foundFrom(item);
    },

    async countOpening(share, at) {
      const counted = await conditional(
        table.client.send(
          new UpdateCommand({
            TableName: table.name,
            Key: shareItemKey(share, share.documentId, share.shareId),
            UpdateExpression: 'SET lastOpenedAt = :at ADD openCount :one',
            // Revoked meanwhile: it must not come back as an item of a count alone.
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeValues: { ':at': at, ':one': 1 },
            ReturnValues: 'UPDATED_OLD',
          }),
          sendOptions(table),
        ),
      );
      const before = counted.met ? counted.output.Attributes : undefined;
      return present({ lastOpenedAt: before?.lastOpenedAt === undefined ? undefined : String(before.lastOpenedAt) });
    },
  };
}

function shareFrom(item: Item): DocumentShare {
  const { shareId, createdBy, createdAt, endsAt, openCount, lastOpenedAt } = item;
  return {
    ...{ shareId: String(shareId), createdBy: String(createdBy), createdAt: String(createdAt) },
    ...{ expiresAt: String(endsAt), openCount: Number(openCount) },
    ...(lastOpenedAt !== undefined && { lastOpenedAt: String(lastOpenedAt) }),
  };
}

function foundFrom(item: Item): FoundShare {
  const { sourceId, opportunityId, documentId } = item;
  const place = { sourceId: String(sourceId), opportunityId: String(opportunityId), documentId: String(documentId) };
  return { ...place, ...shareFrom(item) };
}
