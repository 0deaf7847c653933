/** Uploads under way that are a document's next version: who sends them, and under which name. */
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { UPLOAD_PATIENCE } from '../core/policy.ts';
import type { UploadStore } from '../core/ports/document-store.ts';
import { expiryAt, uploadItemKey } from './dynamodb-keys.ts';
import { type StoreTable, sendOptions } from './dynamodb-table.ts';

export function dynamodbUploadStore(table: StoreTable): UploadStore {
  return {
    async announce(key, documentId, upload, at) {
      const item = {
        ...{ ...uploadItemKey(key, documentId, upload.fileId), ...upload, at },
        expiresAt: expiryAt(Date.parse(at) + UPLOAD_PATIENCE),
      };
      await table.client.send(new PutCommand({ TableName: table.name, Item: item }), sendOptions(table));
    },

    async find(key, documentId, fileId) {
      const command = new GetCommand({
        TableName: table.name,
        Key: uploadItemKey(key, documentId, fileId),
        ConsistentRead: true,
      });
      const { Item: item } = await table.client.send(command, sendOptions(table));
      if (item === undefined) return undefined;
      const { by, fileName, multipart } = item;
      return {
        ...{ fileId, by: String(by), fileName: String(fileName) },
        ...(multipart !== undefined && { multipart }),
      };
    },

    async forget(key, documentId, fileId) {
      const command = new DeleteCommand({ TableName: table.name, Key: uploadItemKey(key, documentId, fileId) });
      await table.client.send(command, sendOptions(table));
    },
  };
}
