/** A source's do-not-call list: one item per number, however long the list is. What was removed leaves its time for a while. */
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import pLimit from 'p-limit';
import { REQUEST_RETENTION } from '../core/policy.ts';
import type { DoNotCallList } from '../core/ports/call-requests.ts';
import { expiryAt, keyPart } from './dynamodb-keys.ts';
import { conditional, type StoreTable } from './dynamodb-table.ts';

const IN_FLIGHT = 32;
const keyOf = (sourceId: string, number: string) => ({
  pk: `DNC#${keyPart(sourceId)}#${number}`,
  sk: 'DNC',
});

export function dynamodbDoNotCallList(table: StoreTable): DoNotCallList {
  return {
    async isListed(sourceId, number) {
      const command = new GetCommand({ TableName: table.name, Key: keyOf(sourceId, number), ConsistentRead: true });
      const { Item: item } = await table.client.send(command);
      return item?.listed === true;
    },
    async change(sourceId, numbers, isListed, at) {
      const limit = pLimit(IN_FLIGHT);
      const expiresAt = expiryAt(Date.parse(at) + REQUEST_RETENTION);
      const update = (number: string) =>
        conditional(
          table.client.send(
            new UpdateCommand({
              TableName: table.name,
              Key: keyOf(sourceId, number),
              UpdateExpression: `SET listed = :listed, changedAt = :at ${isListed ? 'REMOVE expiresAt' : ', expiresAt = :expiresAt'}`,
              ConditionExpression: 'attribute_not_exists(changedAt) OR changedAt <= :at',
              ExpressionAttributeValues: {
                ':listed': isListed,
                ':at': at,
                ...(!isListed && { ':expiresAt': expiresAt }),
              },
            }),
          ),
        );
      await Promise.all([...new Set(numbers)].map((number) => limit(() => update(number))));
    },
  };
}
