/** Who may see an opportunity through a call. The calls themselves say it; an item of its own says what none of them does yet. */
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { isCallOf } from '../core/access-rule.ts';
import type { Admissions } from '../core/ports/opportunity-store.ts';
import { opportunityFrom } from './dynamodb-items.ts';
import {
  admissionItemKey,
  CALLS_AND_ADMISSIONS,
  expiryAt,
  opportunityItemKey,
  opportunityPartition,
} from './dynamodb-keys.ts';
import { liveItem, queryAll, type StoreTable, sendOptions } from './dynamodb-table.ts';

export function dynamodbAdmissions(table: StoreTable): Admissions {
  return {
    async look(key, username, known) {
      const get = new GetCommand({ TableName: table.name, Key: opportunityItemKey(key), ConsistentRead: true });
      const admission = admissionItemKey(key, username).sk;
      const [{ Item: found }, calls] = await Promise.all([
        known === undefined ? table.client.send(get, sendOptions(table)) : { Item: undefined },
        queryAll(table, {
          KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
          ProjectionExpression: 'sk, agentUsername, takenBy, preview, legs, expiresAt',
          ExpressionAttributeValues: {
            ':pk': opportunityPartition(key),
            ':first': CALLS_AND_ADMISSIONS.first,
            ':last': CALLS_AND_ADMISSIONS.last,
          },
          ConsistentRead: true,
        }),
      ]);
      const live = liveItem(found);
      return {
        opportunity: known ?? (live && opportunityFrom(live)),
        hasCall: calls.some((item) => item.sk === admission || isCallOf(item, username)),
      };
    },

    async letIn(key, username, until) {
      const item = { ...admissionItemKey(key, username), expiresAt: expiryAt(until.getTime()) };
      await table.client.send(new PutCommand({ TableName: table.name, Item: item }), sendOptions(table));
    },
  };
}
