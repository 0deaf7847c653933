/** Who may see an opportunity through a call. The calls themselves say it; items of its own say what none of them does yet. */
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { isCallOf } from '../core/access-rule.ts';
import { SECOND } from '../core/policy.ts';
import type { Admission, Admissions } from '../core/ports/opportunity-store.ts';
import { opportunityFrom } from './dynamodb-items.ts';
import {
  admissionItemKey,
  CALLS_AND_ADMISSIONS,
  expiryAt,
  opportunityItemKey,
  opportunityPartition,
} from './dynamodb-keys.ts';
import { conditional, type Item, liveItem, queryAll, type StoreTable, sendOptions } from './dynamodb-table.ts';

/** As they are stored: whether they go on is Connect's to say. */
export const storedAdmissions = (table: StoreTable): Pick<Admissions, 'look'> => ({
  async look(key, username, known) {
    const get = new GetCommand({ TableName: table.name, Key: opportunityItemKey(key), ConsistentRead: true });
    const [{ Item: found }, items] = await Promise.all([
      known === undefined ? table.client.send(get, sendOptions(table)) : { Item: undefined },
      queryAll(table, {
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
        ProjectionExpression:
          'sk, agentUsername, takenBy, preview, legs, letIn, connectContactId, openUntil, expiresAt',
        ExpressionAttributeValues: {
          ':pk': opportunityPartition(key),
          ':first': CALLS_AND_ADMISSIONS.first,
          ':last': CALLS_AND_ADMISSIONS.last,
        },
        ConsistentRead: true,
      }),
    ]);
    const live = liveItem(found);
    const isTheirs = items.some((item) => isCallOf(item, username));
    const admissions = isTheirs ? [] : items.filter(({ letIn }) => letIn === username).map(admissionFrom);
    return {
      ...{ opportunity: known ?? (live && opportunityFrom(live)), admissions },
      hasCall: isTheirs || admissions.some(({ openUntil }) => openUntil.getTime() > Date.now()),
    };
  },
});

/** Before every time. */
const NEVER = 0;

export function dynamodbAdmissions(table: StoreTable): Admissions {
  /** Whoever comes too late changes nothing. */
  const put = (Item: Item, condition: string, value?: Readonly<Record<string, number>>) =>
    conditional(
      table.client.send(
        new PutCommand({
          ...{ TableName: table.name, Item, ConditionExpression: condition },
          ...(value !== undefined && { ExpressionAttributeValues: value }),
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
        sendOptions(table),
      ),
    );

  return {
    ...storedAdmissions(table),

    async letIn(key, username, { connectContactId, openUntil, renewableUntil }) {
      const ids = { ...admissionItemKey(key, username, connectContactId), letIn: username, connectContactId };
      const times = { openUntil: openUntil.getTime(), expiresAt: expiryAt(renewableUntil.getTime()) };
      const isLonger = 'attribute_not_exists(pk) OR openUntil < :openUntil';
      await put({ ...ids, ...times }, isLonger, { ':openUntil': times.openUntil });
    },

    async end(key, username, { connectContactId, openUntil }) {
      // DynamoDB does not remove what has expired more than five years ago.
      const times = { openUntil: NEVER, expiresAt: expiryAt(Date.now()) };
      const item = { ...admissionItemKey(key, username, connectContactId), ...times };
      if (openUntil === undefined) await put(item, 'attribute_exists(pk)');
      else await put(item, 'openUntil = :openUntil', { ':openUntil': openUntil.getTime() });
    },
  };
}

const admissionFrom = ({ connectContactId, openUntil, expiresAt }: Item): Admission => ({
  connectContactId: String(connectContactId),
  openUntil: new Date(Number(openUntil)),
  renewableUntil: new Date(Number(expiresAt) * SECOND),
});
