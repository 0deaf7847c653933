/**
 * People of an opportunity. An edit is one conditional update: the version is the condition, the old item comes back with
 * it. Until the CRM has the edit (`pendingWriteBackVersion`), the CRM's own copies do not touch the person.
 */
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { ContactView } from '../core/contracts/opportunity-context.ts';
import { withContactEdit } from '../core/model/contact-edit.ts';
import type { ContactStore, EditResult, OpportunityKey } from '../core/ports/opportunity-store.ts';
import { contactFields, contactFrom, isRemoved, keptValues } from './dynamodb-items.ts';
import { contactItemKey, expiryAfter, personIndexKey } from './dynamodb-keys.ts';
import { followContact, numbersOf, removePhones } from './dynamodb-phone-index.ts';
import { assignments, conditional, type Item, isLive, type StoreTable, sendOptions } from './dynamodb-table.ts';

const AT_VERSION = '#version = :expected AND attribute_not_exists(removed)';

export function dynamodbContactStore(table: StoreTable): ContactStore {
  /** One conditional update; the value of a met condition is the contact as it was. */
  const updateAtVersion = async (
    key: OpportunityKey,
    contactId: string,
    expected: number,
    changes: Readonly<Record<string, unknown>>,
  ) => {
    const update = assignments({
      ...changes,
      version: expected + 1,
      pendingWriteBackVersion: expected + 1,
      sourceDigest: undefined,
    });
    return conditional(
      table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: contactItemKey(key, contactId),
          UpdateExpression: update.expression,
          ConditionExpression: AT_VERSION,
          ExpressionAttributeNames: { ...update.names, '#version': 'version' },
          ExpressionAttributeValues: { ...update.values, ':expected': expected },
          ReturnValues: 'ALL_OLD',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
        sendOptions(table),
      ),
    );
  };

  return {
    async get(key, contactId) {
      const command = new GetCommand({
        TableName: table.name,
        Key: contactItemKey(key, contactId),
        ConsistentRead: true,
      });
      const { Item: item } = await table.client.send(command, sendOptions(table));
      if (item === undefined || isRemoved(item) || !isLive(item)) return undefined;
      const { pendingWriteBackVersion: pending } = item;
      return { ...contactFrom(item), pendingWriteBackVersion: pending === undefined ? undefined : Number(pending) };
    },

    async add(key, contact, by, at, keptHere = []) {
      const value: ContactView = { ...contact, version: 1, updatedAt: at, updatedBy: by };
      const added = await conditional(
        table.client.send(
          new PutCommand({
            TableName: table.name,
            Item: {
              ...contactItemKey(key, contact.id),
              ...contactFields(contact),
              ...keptValues(contact, keptHere),
              ...personIndexKey(key, contact.id),
              ...{ version: value.version, updatedAt: at, updatedBy: by, pendingWriteBackVersion: value.version },
              expiresAt: expiryAfter(at, table.retention.opportunities),
            },
            ConditionExpression: 'attribute_not_exists(pk)',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
          sendOptions(table),
        ),
      );
      if (!added.met) return refused(added.item);
      await followContact(table, key, undefined, contact, at);
      return { outcome: 'done', value };
    },

    async edit(key, contactId, expectedVersion, edit, by, at, keptHere = []) {
      const changes = Object.fromEntries(Object.entries(edit).map(([field, value]) => [field, value ?? undefined]));
      const edited = await updateAtVersion(key, contactId, expectedVersion, {
        ...changes,
        ...keptValues(edit, keptHere),
        updatedAt: at,
        updatedBy: by,
      });
      if (!edited.met) return refused(edited.item);
      const before = contactFrom(edited.output.Attributes ?? {});
      const value = { ...withContactEdit(before, edit), version: expectedVersion + 1, updatedAt: at, updatedBy: by };
      await followContact(table, key, before, value, at);
      return { outcome: 'done', value, before };
    },

    async remove(key, contactId, expectedVersion, by, at) {
      const removed = await updateAtVersion(key, contactId, expectedVersion, {
        ...{ removed: true, phones: [], updatedAt: at, updatedBy: by },
      });
      if (!removed.met) return refused(removed.item);
      const before = contactFrom(removed.output.Attributes ?? {});
      await removePhones(table, key, contactId, numbersOf(before));
      const value = { ...before, version: expectedVersion + 1, updatedAt: at, updatedBy: by };
      return { outcome: 'done', value, before };
    },

    async confirmWrittenBack(key, contactId, version) {
      const confirmed = await conditional(
        table.client.send(
          new UpdateCommand({
            TableName: table.name,
            Key: contactItemKey(key, contactId),
            UpdateExpression: 'REMOVE pendingWriteBackVersion',
            ConditionExpression: 'pendingWriteBackVersion = :version',
            ExpressionAttributeValues: { ':version': version },
            ReturnValues: 'ALL_NEW',
          }),
          sendOptions(table),
        ),
      );
      if (!confirmed.met || !isRemoved(confirmed.output.Attributes ?? {})) return;
      await conditional(
        table.client.send(
          new DeleteCommand({
            TableName: table.name,
            Key: contactItemKey(key, contactId),
            ConditionExpression: 'removed = :yes AND attribute_not_exists(pendingWriteBackVersion)',
            ExpressionAttributeValues: { ':yes': true },
          }),
          sendOptions(table),
        ),
      );
    },
  };
}

function refused(item: Item | undefined): EditResult<ContactView> {
  if (item === undefined || isRemoved(item)) return { outcome: 'missing' };
  return { outcome: 'conflict', current: contactFrom(item) };
}
