/** Documents of an opportunity: what is known about them. Their bytes are in the bucket. */
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { DocumentView } from '../core/contracts/opportunity-context.ts';
import { withFile } from '../core/document-versions.ts';
import type { DocumentStore, FetchedCopy, StoredDocument } from '../core/ports/document-store.ts';
import type { EditResult, OpportunityKey } from '../core/ports/opportunity-store.ts';
import {
  currentFileFields,
  documentFields,
  documentFrom,
  filesFrom,
  isRemoved,
  stateBeforeBytes,
} from './dynamodb-items.ts';
import { documentItemKey, expiryAfter } from './dynamodb-keys.ts';
import { assignments, conditional, type Item, liveItem, type StoreTable, sendOptions } from './dynamodb-table.ts';

export function dynamodbDocumentStore(table: StoreTable): DocumentStore {
  /** Every change of an existing document counts its version. */
  const update = async (
    key: OpportunityKey,
    documentId: string,
    changes: { updatedAt: string } & Readonly<Record<string, unknown>>,
    condition: { expression: string; names?: Record<string, string>; values?: Record<string, unknown> },
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
          ExpressionAttributeNames: { ...names, ...condition.names, '#version': 'version' },
          ExpressionAttributeValues: { ...values, ...condition.values, ':one': 1 },
          ReturnValues: returned,
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
        sendOptions(table),
      ),
    );
  };

  const get = async (key: OpportunityKey, documentId: string): Promise<StoredDocument | undefined> => {
    const command = new GetCommand({
      TableName: table.name,
      Key: documentItemKey(key, documentId),
      ConsistentRead: true,
    });
    const item = liveItem((await table.client.send(command, sendOptions(table))).Item);
    if (item === undefined || isRemoved(item)) return undefined;
    const { addedBy, fetched, sourceUrl } = item;
    return {
      ...{ ...documentFrom(item), ...filesFrom(item), fetched: fetched as FetchedCopy | undefined },
      addedBy: addedBy === undefined ? undefined : String(addedBy),
      sourceUrl: sourceUrl === undefined ? undefined : String(sourceUrl),
    };
  };

  return {
    get,

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

    async edit(key, documentId, expectedVersion, { fileVersion: _number, ...edit }, _by, at, file) {
      const anew = { reason: undefined, httpStatus: undefined, inCrm: undefined };
      const shown = file === undefined ? {} : { ...currentFileFields(file), ...anew };
      const changes = { ...edit, ...shown, updatedAt: at };
      const edited = await update(key, documentId, changes, atVersion(expectedVersion));
      return edited.met
        ? { outcome: 'done', value: documentFrom(edited.output.Attributes ?? {}) }
        : refused(edited.item);
    },

    async remove(key, documentId, expectedVersion, at) {
      const nothing = Object.fromEntries(OF_ITS_FILES.map((name) => [name, undefined]));
      const gone = { ...nothing, removed: true, updatedAt: at };
      const removed = await update(key, documentId, gone, atVersion(expectedVersion), 'ALL_OLD');
      return removed.met
        ? { outcome: 'done', value: documentFrom(removed.output.Attributes ?? {}) }
        : refused(removed.item);
    },

    async markReady(key, documentId, { fileName, ...file }, at, fetched) {
      for (;;) {
        const known = await get(key, documentId);
        if (known === undefined) return undefined;
        const named = { ...file, at, fileName: fileName ?? known.fileName };
        const { files, current, dropped } = withFile(known, named);
        if (current === undefined || files === known.files) return { document: known, dropped };
        const ready = {
          ...{
            state: 'ready',
            reason: undefined,
            httpStatus: undefined,
            updatedAt: at,
            files,
            ...currentFileFields(current),
            inCrm: file.by === undefined ? undefined : { state: 'on-its-way' },
          },
          ...(fetched !== undefined && { fetched }),
          // From now on it lives as long as its bytes: the bucket's lifecycle counts from here as well.
          expiresAt: expiryAfter(at, table.retention.documents),
        };
        const marked = await update(key, documentId, ready, atVersion(known.version));
        if (marked.met) return { document: documentFrom(marked.output.Attributes ?? {}), dropped };
      }
    },

    async markUnchanged(key, documentId, fetched) {
      const command = new UpdateCommand({
        TableName: table.name,
        Key: documentItemKey(key, documentId),
        UpdateExpression: 'SET fetched = :fetched',
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(removed)',
        ExpressionAttributeValues: { ':fetched': fetched },
      });
      await conditional(table.client.send(command, sendOptions(table)));
    },

    async markInCrm(key, documentId, fileId, inCrm) {
      const command = new UpdateCommand({
        TableName: table.name,
        Key: documentItemKey(key, documentId),
        UpdateExpression: 'SET inCrm = :inCrm',
        ConditionExpression: 'attribute_not_exists(removed) AND fileId = :file',
        ExpressionAttributeValues: { ':inCrm': inCrm, ':file': fileId },
      });
      await conditional(table.client.send(command, sendOptions(table)));
    },

    async markFailed(key, documentId, { reason, httpStatus }, at) {
      const why = { reason, httpStatus, updatedAt: at };
      const failed = await update(key, documentId, { ...why, state: 'failed' }, whenReady('<>'));
      if (!failed.met && failed.item?.state === 'ready') await update(key, documentId, why, whenReady('='));
    },

    async markFetching(key, documentId, at) {
      const asked = { reason: undefined, httpStatus: undefined, updatedAt: at };
      const fetching = await update(key, documentId, { ...asked, state: 'fetching' }, whenReady('<>'));
      if (fetching.met) return documentFrom(fetching.output.Attributes ?? {});
      const kept = fetching.item?.state === 'ready' && (await update(key, documentId, asked, whenReady('=')));
      return kept && 'output' in kept ? documentFrom(kept.output.Attributes ?? {}) : undefined;
    },
  };
}

const whenReady = (comparison: '=' | '<>') => ({
  expression: `#state ${comparison} :ready`,
  names: { '#state': 'state' },
  values: { ':ready': 'ready' },
});

/** A removed document's item says only that it was removed. */
const OF_ITS_FILES = [
  ...['state', 'reason', 'bytes', 'pinned', 'tags', 'files', 'fileId', 'fetched', 'httpStatus', 'inCrm'],
];

const atVersion = (expected: number) => ({ expression: '#version = :expected', values: { ':expected': expected } });

function refused(item: Item | undefined): EditResult<DocumentView> {
  if (item === undefined || isRemoved(item)) return { outcome: 'missing' };
  return { outcome: 'conflict', current: documentFrom(item) };
}
