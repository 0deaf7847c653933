/** The dial quota's one token bucket: one item, whose updates decide in their order. */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { dialTimeOf, type Pacing } from '../core/pacing.ts';
import type { DialSlots } from '../core/ports.ts';
import { conditional, type StoreTable } from './dynamodb-table.ts';

const KEY = { pk: 'DIAL-SLOTS', sk: 'DIAL-SLOTS' };

/**
 * `takeSlot` of core/pacing.ts in conditional updates: idle, the TAT is set from the clock in one round trip; busy, it is
 * moved on by one interval. The TAT only grows, so that what the first condition said still holds for the second.
 */
export function dynamodbDialSlots(table: StoreTable, pacing: Pacing): DialSlots {
  return {
    async reserve(now) {
      const from = now.getTime();
      const tat = (await startAt(from)) ?? (await moveOn());
      return { dialAt: new Date(dialTimeOf(tat, pacing)) };
    },
  };

  async function startAt(now: number): Promise<number | undefined> {
    const tat = now + pacing.interval;
    const idle = await conditional(
      table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: KEY,
          UpdateExpression: 'SET tat = :tat',
          ConditionExpression: 'attribute_not_exists(tat) OR tat <= :now',
          ExpressionAttributeValues: { ':tat': tat, ':now': now },
        }),
      ),
    );
    return idle.met ? tat : undefined;
  }

  async function moveOn(): Promise<number> {
    const { Attributes: after } = await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: KEY,
        UpdateExpression: 'SET tat = tat + :interval',
        ExpressionAttributeValues: { ':interval': pacing.interval },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return Number(after?.tat);
  }
}
