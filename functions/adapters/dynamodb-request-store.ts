/** Call requests: the durable record under (source, request id) that makes a repetition a repetition. */
import { randomUUID } from 'node:crypto';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { REQUEST_RETENTION } from '../core/policy.ts';
import type { RequestStore, StoredRequest } from '../core/ports/call-requests.ts';
import { claimsOf, refusalsFrom, transact } from './dynamodb-attempt-counts.ts';
import { expiryAt, keyPart } from './dynamodb-keys.ts';
import { conditional, type Item, liveItem, type StoreTable, withoutFields } from './dynamodb-table.ts';

const keyOf = (sourceId: string, requestId: string) => ({
  pk: `REQUEST#${keyPart(sourceId)}#${keyPart(requestId)}`,
  sk: 'REQUEST',
});

export function dynamodbRequestStore(table: StoreTable): RequestStore {
  return {
    async accept(request, claim) {
      /** The SDK may repeat a put whose answer was lost: what it then finds is its own, not a duplicate. */
      const writeMark = randomUUID();
      const write = {
        TableName: table.name,
        Item: { ...itemFrom(request), writeMark, expiresAt: expiryOf(request) },
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      } as const;
      if (claim !== undefined) {
        const written = await transact(table, [{ Put: write }, ...claimsOf(table, claim)]);
        if (written.met) return { outcome: 'accepted' };
        const [known, ...limits] = written.refused;
        if (known !== undefined) return { outcome: 'duplicate', request: requestFrom(known) };
        return { outcome: 'over-limit', refusals: refusalsFrom(limits) };
      }
      const put = await conditional(table.client.send(new PutCommand(write)));
      if (put.met || put.item?.writeMark === writeMark) return { outcome: 'accepted' };
      if (put.item === undefined) throw new Error('a duplicate request without the item that it duplicates');
      return { outcome: 'duplicate', request: requestFrom(put.item) };
    },

    async get(sourceId, requestId) {
      const { Item: item } = await table.client.send(
        new GetCommand({ TableName: table.name, Key: keyOf(sourceId, requestId), ConsistentRead: true }),
      );
      const live = liveItem(item);
      return live === undefined ? undefined : requestFrom(live);
    },

    async forget(before, { message, erasedAt }) {
      const forgotten = await conditional(
        table.client.send(
          new UpdateCommand({
            TableName: table.name,
            Key: keyOf(before.sourceId, before.requestId),
            UpdateExpression: erasedAt === undefined ? 'SET message = :after' : 'SET message = :after, erasedAt = :at',
            ConditionExpression: 'message = :before',
            ExpressionAttributeValues: {
              ...{ ':after': JSON.stringify(message), ':before': JSON.stringify(before.message) },
              ...(erasedAt !== undefined && { ':at': erasedAt }),
            },
          }),
        ),
      );
      return forgotten.met;
    },

    /** Once Connect's contact is known, an answer without it is older news and changes nothing. */
    async recordAnswer(sourceId, requestId, answer) {
      const isOlderNews = answer.connectContactId === undefined;
      await conditional(
        table.client.send(
          new UpdateCommand({
            TableName: table.name,
            Key: keyOf(sourceId, requestId),
            UpdateExpression: 'SET answer = :answer',
            ConditionExpression: `attribute_exists(pk)${isOlderNews ? ' AND attribute_not_exists(answer.connectContactId)' : ''}`,
            ExpressionAttributeValues: { ':answer': answer },
          }),
        ),
      );
    },

    async keepUntilDue(sourceId, requestId, dueAt) {
      await conditional(
        table.client.send(
          new UpdateCommand({
            TableName: table.name,
            Key: keyOf(sourceId, requestId),
            UpdateExpression: 'SET expiresAt = :expiresAt',
            ConditionExpression: 'expiresAt < :expiresAt',
            ExpressionAttributeValues: { ':expiresAt': expiryAt(dueAt.getTime() + REQUEST_RETENTION) },
          }),
        ),
      );
    },
  };
}

function expiryOf({ receivedAt, message: { call } }: StoredRequest): number {
  const due = Math.max(Date.parse(receivedAt), call.notBefore === undefined ? 0 : Date.parse(call.notBefore));
  return expiryAt(due + REQUEST_RETENTION);
}

/** The message is one JSON text: DynamoDB refuses numbers that are good JSON, such as 1e300 among a CRM's own fields. */
const itemFrom = (request: StoredRequest) => ({
  ...keyOf(request.sourceId, request.requestId),
  ...request,
  message: JSON.stringify(request.message),
});

/** Only this store writes the item, from a `StoredRequest`. */
const requestFrom = (item: Item): StoredRequest => {
  const { message, ...facts } = withoutFields(item, ['pk', 'sk', 'writeMark', 'expiresAt']);
  return { ...facts, message: JSON.parse(String(message)) } as unknown as StoredRequest;
};
