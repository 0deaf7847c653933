/** A call's place in line: the bucket's item and counts over the lines' partitions, in two round trips. */
import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { callsBefore, tatOf, timeOfPosition } from '../core/fair-line.ts';
import { dialTimeOf, type Pacing, pacingOf } from '../core/pacing.ts';
import { PREVIEW_RATE } from '../core/policy.ts';
import type { LineView } from '../core/ports/dial-line.ts';
import type { StoreTable } from './dynamodb-table.ts';
import { AGENTS, type Bucket, bucketKey, clockFrom, linePartition } from './dynamodb-turn-clock.ts';

/**
 * So many calls of a line are counted, which is 16 read units; who is farther away is told what follows from the slot that the
 * call brought with it: exact while one source imports, too early when another joins.
 */
const MAX_COUNTED = 1_000;

/** Where calls wait, and where agents' tasks do. */
export const dynamodbLineViews = (table: StoreTable, pacing: Pacing) => ({
  line: dynamodbLineView(table, pacing),
  previewLine: dynamodbLineView(table, pacingOf(PREVIEW_RATE), 'PREVIEW-SLOTS'),
});

export function dynamodbLineView(table: StoreTable, pacing: Pacing, bucketName: Bucket = 'DIAL-SLOTS'): LineView {
  return {
    async look({ line, order }, now) {
      const [bucket, ahead] = await Promise.all([
        table.client.send(new GetCommand({ TableName: table.name, Key: bucketKey(bucketName) })),
        count(line, order, MAX_COUNTED),
      ]);
      const clock = clockFrom(bucket.Item ?? {});
      const others = [...clock.lines.keys()].filter((other) => other !== line);
      const counts = await Promise.all(
        others.map(async (other) => [other, await count(other, AGENTS, Math.min(ahead + 1, MAX_COUNTED))] as const),
      );
      const counted = callsBefore(clock, line, ahead, new Map(counts));
      const ownSlot = dialTimeOf(tatOf({ order }), pacing);
      const bySlot = Math.ceil(Math.max(0, ownSlot - now.getTime()) / pacing.interval) - 1;
      const position = ahead < MAX_COUNTED ? counted : Math.max(counted, bySlot);
      const tat = Number(bucket.Item?.tat ?? 0);
      return { position, expectedAt: timeOfPosition(position, tat, now.getTime(), pacing) };
    },
  };

  async function count(line: string, before: string, limit: number): Promise<number> {
    const { Count: found = 0 } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk AND sk < :before',
        ExpressionAttributeValues: { ':pk': linePartition(bucketName, line), ':before': before },
        Select: 'COUNT',
        Limit: limit,
      }),
    );
    return found;
  }
}
