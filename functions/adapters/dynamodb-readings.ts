/** Which opportunities are being read in their CRM because an agent has opened them. */
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { OpportunityReading } from '../core/contracts/opportunity-reading.ts';
import { READING_INTERVAL, READING_MEMORY } from '../core/policy.ts';
import type { Readings } from '../core/ports/crm.ts';
import { expiryAt, readingItemKey } from './dynamodb-keys.ts';
import { conditional, type Item, liveItem, present, type StoreTable, sendOptions } from './dynamodb-table.ts';

export function dynamodbReadings(table: StoreTable): Readings {
  const item = (key: Parameters<Readings['find']>[0], reading: OpportunityReading) => ({
    ...{ ...readingItemKey(key), ...reading },
    expiresAt: expiryAt(Date.parse(reading.askedAt) + READING_MEMORY),
  });

  return {
    async begin(key, now) {
      const reading: OpportunityReading = { state: 'reading', askedAt: now.toISOString() };
      const begun = await conditional(
        table.client.send(
          new PutCommand({
            TableName: table.name,
            Item: item(key, reading),
            ConditionExpression: 'attribute_not_exists(pk) OR askedAt <= :before',
            ExpressionAttributeValues: { ':before': new Date(now.getTime() - READING_INTERVAL).toISOString() },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
          sendOptions(table),
        ),
      );
      if (begun.met) return { outcome: 'begun' };
      return { outcome: 'known', reading: begun.item === undefined ? reading : readingFrom(begun.item) };
    },

    async find(key) {
      const command = new GetCommand({ TableName: table.name, Key: readingItemKey(key), ConsistentRead: true });
      const live = liveItem((await table.client.send(command, sendOptions(table))).Item);
      return live && readingFrom(live);
    },

    async note(key, reading) {
      await table.client.send(new PutCommand({ TableName: table.name, Item: item(key, reading) }), sendOptions(table));
    },

    async forget(key) {
      const command = new DeleteCommand({ TableName: table.name, Key: readingItemKey(key) });
      await table.client.send(command, sendOptions(table));
    },
  };
}

const readingFrom = ({ state, reason, askedAt }: Item): OpportunityReading => ({
  state: state as OpportunityReading['state'],
  askedAt: String(askedAt),
  ...present({ reason: reason as OpportunityReading['reason'] }),
});
