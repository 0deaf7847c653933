/** The timeline of changes. The id follows from what happened, so that a repetition is the same line. */
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { digestId } from '../core/ids.ts';
import type { ActivityLog } from '../core/ports.ts';
import { activityFrom } from './dynamodb-items.ts';
import { opportunityPartition, PREFIX } from './dynamodb-keys.ts';
import { type StoreTable, sendOptions } from './dynamodb-table.ts';

/** What is asked about has just happened: it nearly always stands in the first page. */
const PAGE = 25;

export function dynamodbActivityLog(table: StoreTable): ActivityLog {
  return {
    async record(key, activity) {
      const id = digestId(activity.type, activity.subjectId, activity.by, activity.at);
      await table.client.send(
        new PutCommand({
          TableName: table.name,
          Item: { pk: opportunityPartition(key), sk: `${PREFIX.activity}${activity.at}#${id}`, ...activity, id },
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
        if (newest !== undefined) return activityFrom(newest);
        start = last;
      } while (start !== undefined);
      return undefined;
    },
  };
}
