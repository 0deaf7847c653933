import { DeleteCommand, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { RECORD_CLAIM_PATIENCE } from '../core/policy.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { CrmRecords } from '../core/ports/crm.ts';
import type { OpportunityKey } from '../core/ports/opportunity-store.ts';
import { opportunityPartition, PREFIX } from './dynamodb-keys.ts';
import { conditional, type StoreTable } from './dynamodb-table.ts';

/** In the opportunity's partition, so that they go with it; behind what its context reads. */
export function dynamodbCrmRecords(table: StoreTable, clock: Clock): CrmRecords {
  const itemKey = (key: OpportunityKey, subjectId: string) => ({
    pk: opportunityPartition(key),
    sk: `${PREFIX.record}${subjectId.toWellFormed()}`,
  });
  const now = (): number => clock.now().getTime();

  return {
    async claim(key, subjectId) {
      const at = now();
      const item = { ...itemKey(key, subjectId), claimedAt: at };
      const first = await conditional(
        table.client.send(
          new PutCommand({ TableName: table.name, Item: item, ConditionExpression: 'attribute_not_exists(pk)' }),
        ),
      );
      if (first.met) return { outcome: 'claimed' };
      const { Item: known } = await table.client.send(
        new GetCommand({ TableName: table.name, Key: itemKey(key, subjectId), ConsistentRead: true }),
      );
      if (typeof known?.recordId === 'string') {
        const { recordId, isUnproven } = known;
        return { outcome: 'known', recordId, ...(isUnproven === true && { isUnproven }) };
      }
      const claimedAt = Number(known?.claimedAt ?? 0);
      if (known === undefined || at - claimedAt < RECORD_CLAIM_PATIENCE) return { outcome: 'busy' };
      const over = await conditional(
        table.client.send(
          new PutCommand({
            TableName: table.name,
            Item: item,
            ConditionExpression: 'claimedAt = :before AND attribute_not_exists(recordId)',
            ExpressionAttributeValues: { ':before': claimedAt },
          }),
        ),
      );
      return { outcome: over.met ? 'stale' : 'busy' };
    },

    async remember(key, subjectId, recordId, options) {
      await table.client.send(
        new PutCommand({
          TableName: table.name,
          Item: { ...itemKey(key, subjectId), recordId, claimedAt: now(), ...options },
        }),
      );
    },

    async forget(key, subjectId, recordId) {
      await conditional(
        table.client.send(
          new DeleteCommand({
            TableName: table.name,
            Key: itemKey(key, subjectId),
            ConditionExpression: 'recordId = :gone',
            ExpressionAttributeValues: { ':gone': recordId },
          }),
        ),
      );
    },

    async subjects(key) {
      const known = new Map<string, string>();
      let start: Record<string, unknown> | undefined;
      do {
        const page = await table.client.send(
          new QueryCommand({
            TableName: table.name,
            KeyConditionExpression: 'pk = :pk AND begins_with(sk, :records)',
            ExpressionAttributeValues: { ':pk': opportunityPartition(key), ':records': PREFIX.record },
            ...(start !== undefined && { ExclusiveStartKey: start }),
          }),
        );
        for (const { sk, recordId } of page.Items ?? []) {
          if (typeof recordId === 'string') known.set(recordId, String(sk).slice(PREFIX.record.length));
        }
        start = page.LastEvaluatedKey;
      } while (start !== undefined);
      return known;
    },

    async release(key, subjectId) {
      await conditional(
        table.client.send(
          new DeleteCommand({
            TableName: table.name,
            Key: itemKey(key, subjectId),
            ConditionExpression: 'attribute_not_exists(recordId)',
          }),
        ),
      );
    },
  };
}
