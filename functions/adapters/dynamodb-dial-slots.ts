/** The dial quota's one token bucket: one item, whose updates decide in their order. */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { dialTimeOf, firstFree, type Pacing, tatOfDialTime } from '../core/pacing.ts';
import type { DialSlots } from '../core/ports.ts';
import { conditional, type StoreTable } from './dynamodb-table.ts';

/** Slots given back and not taken yet; more would make every update of the item dearer than a lost slot is worth. */
const MAX_FREE = 50;
const KEY = { pk: 'DIAL-SLOTS', sk: 'DIAL-SLOTS' };

/**
 * `takeSlot` of core/pacing.ts in conditional updates: idle, the TAT is set from the clock in one round trip; busy, it is
 * moved on by one interval. The TAT only grows, so that what the first condition said still holds for the second. The refusal
 * of the first also shows the slots that were given back: one of those is taken instead.
 */
export function dynamodbDialSlots(table: StoreTable, pacing: Pacing): DialSlots {
  return {
    async reserve(now) {
      const from = now.getTime();
      const tat = await startAt(from);
      return { dialAt: new Date(dialTimeOf(tat, pacing)) };
    },
    async giveBack(dialAt) {
      await conditional(
        table.client.send(
          new UpdateCommand({
            TableName: table.name,
            Key: KEY,
            UpdateExpression: 'ADD spare :slot',
            ConditionExpression: 'attribute_not_exists(spare) OR size(spare) < :max',
            ExpressionAttributeValues: {
              ':slot': new Set([tatOfDialTime(dialAt.getTime(), pacing)]),
              ':max': MAX_FREE,
            },
          }),
        ),
      );
    },
  };

  async function startAt(now: number): Promise<number> {
    const tat = now + pacing.interval;
    const idle = await conditional(
      table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: KEY,
          UpdateExpression: 'SET tat = :tat REMOVE spare',
          ConditionExpression: 'attribute_not_exists(tat) OR tat <= :now',
          ExpressionAttributeValues: { ':tat': tat, ':now': now },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    );
    if (idle.met) return tat;
    const given = idle.item?.spare instanceof Set ? (idle.item.spare as Set<number>) : new Set<number>();
    const free = firstFree(given, now, pacing);
    return (free === undefined ? undefined : await take(free, given, now)) ?? (await moveOn());
  }

  /** Of several who want it one gets it; those whose time has passed go with it. */
  async function take(free: number, given: ReadonlySet<number>, now: number): Promise<number | undefined> {
    const past = [...given].filter((tat) => dialTimeOf(tat, pacing) < now);
    const taken = await conditional(
      table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: KEY,
          UpdateExpression: 'DELETE spare :taken',
          ConditionExpression: 'contains(spare, :free)',
          ExpressionAttributeValues: { ':taken': new Set([free, ...past]), ':free': free },
        }),
      ),
    );
    return taken.met ? free : undefined;
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
