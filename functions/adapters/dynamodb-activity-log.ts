/** The timeline of changes. The id follows from what happened, so that a repetition is the same line. */
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { digestId } from '../core/ids.ts';
import type { ActivityLog } from '../core/ports/opportunity-store.ts';
import { activityFrom } from './dynamodb-items.ts';
import { expiryAfter, opportunityPartition, PREFIX, personIndexKey } from './dynamodb-keys.ts';
import { isLive, type StoreTable, sendOptions } from './dynamodb-table.ts';

/** What is asked about has just happened: it nearly always stands in the first page. */
const PAGE = 25;

export function dynamodbActivityLog(table: StoreTable): ActivityLog {
  return {
    async record(key, activity, personId) {
      const id = digestId(activity.type, activity.subjectId, activity.by, activity.at);
      await table.client.send(
        new PutCommand({
          TableName: table.name,
          Item: {
            ...{ pk: opportunityPartition(key), sk: `${PREFIX.activity}${activity.at}#${id}`, ...activity, id },
            ...(personId !== undefined && personIndexKey(key, personId)),
            expiresAt: expiryAfter(activity.at, table.retention.calls),
          },
        }),
        sendOptions(table),
      );
    },

    async latestAbout(key, subjectId) {
      let start: Record<string, unknown> | undefined;
      do {
        const command = new QueryCommand({
          TableName: table.name,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
          FilterExpression: 'subjectId = :subject',
          ExpressionAttributeValues: {
            ...{ ':pk': opportunityPartition(key), ':prefix': PREFIX.activity, ':subject': subjectId },
          },
          ScanIndexForward: false,
          ConsistentRead: true,
          Limit: PAGE,
          ...(start !== undefined && { ExclusiveStartKey: start }),
        });
        const { Items: [newest] = [], LastEvaluatedKey: last } = await table.client.send(command, sendOptions(table));
        if (newest !== undefined && isLive(newest)) return activityFrom(newest);
        start = last;
      } while (start !== undefined);
      return undefined;
    },
  };
}
