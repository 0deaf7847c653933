import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { UNKNOWN_NUMBER_MEMORY } from '../core/policy.ts';
import type { UnknownNumbers } from '../core/ports/crm.ts';
import { expiryAt, unknownNumberKey } from './dynamodb-keys.ts';
import { liveItem, type StoreTable, sendOptions } from './dynamodb-table.ts';

export const dynamodbUnknownNumbers = (table: StoreTable): UnknownNumbers => ({
  async includes(sourceId, phone) {
    const command = new GetCommand({ TableName: table.name, Key: unknownNumberKey(sourceId, phone) });
    return liveItem((await table.client.send(command, sendOptions(table))).Item) !== undefined;
  },

  async note(sourceId, phone, now) {
    const expiresAt = expiryAt(now.getTime() + UNKNOWN_NUMBER_MEMORY);
    const Item = { ...unknownNumberKey(sourceId, phone), expiresAt };
    await table.client.send(new PutCommand({ TableName: table.name, Item }), sendOptions(table));
  },
});
