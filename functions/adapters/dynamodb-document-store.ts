/** Documents of an opportunity: what is known about them. Their bytes are in the bucket. */
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DocumentView } from '../core/contracts/opportunity-context.ts';
import type { DocumentStore, EditResult, OpportunityKey } from '../core/ports.ts';
import { documentFields, documentFrom, isRemoved, stateBeforeBytes } from './dynamodb-items.ts';
import { documentItemKey, expiryAfter } from './dynamodb-keys.ts';
import { assignments, conditional, type Item, isLive, type StoreTable, sendOptions } from './dynamodb-table.ts';

export function dynamodbDocumentStore(table: StoreTable): DocumentStore {
  /** Every change of an existing document counts its version. */
  const update = async (
    key: OpportunityKey,
    documentId: string,
    changes: { updatedAt: string } & Readonly<Record<string, unknown>>,
    condition: { expression: string; values?: Record<string, unknown> },
    returned: 'ALL_NEW' | 'ALL_OLD' = 'ALL_NEW',
  ) => {
    const { expression, names, values } = assignments(changes, ['#version = #version + :one']);
    return conditional(
      table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: documentItemKey(key, documentId),
          UpdateExpression: expression,
          ConditionExpression: `attribute_exists(pk) AND attribute_not_exists(removed) AND ${condition.expression}`,
          ExpressionAttributeNames: { ...names, '#version': 'version' },
          ExpressionAttributeValues: { ...values, ...condition.values, ':one': 1 },
          ReturnValues: returned,
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
        sendOptions(table),
      ),
    );
  };

  return {
    async get(key, documentId) {
      const command = new GetCommand({
        TableName: table.name,
        Key: documentItemKey(key, documentId),
        ConsistentRead: true,
      });
      const { Item: item } = await table.client.send(command, sendOptions(table));
      if (item === undefined || isRemoved(item) || !isLive(item)) return undefined;
      const { addedBy } = item;
      return { ...documentFrom(item), addedBy: addedBy === undefined ? undefined : String(addedBy) };
    },

    async add(key, document, by, at) {
      const item = {
        ...documentItemKey(key, document.id),
        ...documentFields(document),
        ...{ ...stateBeforeBytes(document), pinned: false, tags: [], version: 1, updatedAt: at, addedBy: by },
        expiresAt: expiryAfter(at, table.retention.documents),
      };
      const added = await conditional(
        table.client.send(
          new PutCommand({
            TableName: table.name,
            Item: item,
            ConditionExpression: 'attribute_not_exists(pk)',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
          sendOptions(table),
        ),
      );
      return added.met ? { outcome: 'done', value: documentFrom(item) } : refused(added.item);
    },

    async edit(key, documentId, expectedVersion, edit, _by, at) {
      const edited = await update(key, documentId, { ...edit, updatedAt: at }, atVersion(expectedVersion));
      return edited.met
        ? { outcome: 'done', value: documentFrom(edited.output.Attributes ?? {}) }
        : refused(edited.item);
    },

    async remove(key, documentId, expectedVersion, at) {
      const nothing = { state: undefined, reason: undefined, bytes: undefined, pinned: undefined, tags: undefined };
      const gone = { ...nothing, removed: true, updatedAt: at };
      const removed = await update(key, documentId, gone, atVersion(expectedVersion), 'ALL_OLD');
      return removed.met
        ? { outcome: 'done', value: documentFrom(removed.output.Attributes ?? {}) }
        : refused(removed.item);
    },

    async markReady(key, documentId, file, at) {
      const ready = {
        state: 'ready',
        bytes: file.bytes,
        contentType: file.contentType,
        reason: undefined,
        updatedAt: at,
        // From now on it lives as long as its bytes: the bucket's lifecycle counts from here as well.
        expiresAt: expiryAfter(at, table.retention.documents),
      };
      const marked = await update(key, documentId, ready, {
        expression: 'NOT (#state = :state AND #bytes = :bytes AND #contentType = :contentType)',
      });
      if (marked.met) return documentFrom(marked.output.Attributes ?? {});
      return marked.item === undefined || isRemoved(marked.item) ? undefined : documentFrom(marked.item);
    },

    async markFailed(key, documentId, reason, at) {
      await update(
        key,
        documentId,
        { state: 'failed', reason, updatedAt: at },
        { expression: '#state <> :ready', values: { ':ready': 'ready' } },
      );
    },
  };
}

const atVersion = (expected: number) => ({ expression: '#version = :expected', values: { ':expected': expected } });

function refused(item: Item | undefined): EditResult<DocumentView> {
  if (item === undefined || isRemoved(item)) return { outcome: 'missing' };
  return { outcome: 'conflict', current: documentFrom(item) };
}
