/** How much each agent has made CRMs do in this minute: one item for each agent, kind and minute. */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { MINUTE } from '../core/policy.ts';
import type { Allowances } from '../core/ports/crm.ts';
import { allowanceKey, expiryAt } from './dynamodb-keys.ts';
import { conditional, type StoreTable, sendOptions } from './dynamodb-table.ts';

export const dynamodbAllowances = (table: StoreTable): Allowances => ({
  async take(what, username, now, most) {
    const taken = await conditional(
      table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: allowanceKey(what, username, now),
          UpdateExpression: 'ADD taken :one SET expiresAt = :expiry',
          ConditionExpression: 'attribute_not_exists(taken) OR taken < :most',
          ExpressionAttributeValues: { ':one': 1, ':most': most, ':expiry': expiryAt(now.getTime() + 2 * MINUTE) },
        }),
        sendOptions(table),
      ),
    );
    return taken.met;
  },
});
