/** An opportunity with its people, documents, calls and activity: one partition, one query. */
import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { OpportunityContext, OpportunityView } from '../core/contracts/opportunity-context.ts';
import { presentCall } from '../core/model/present-call.ts';
import { MAX_LOOKED_AT } from '../core/policy.ts';
import type { OpportunityKey, OpportunityStore } from '../core/ports/opportunity-store.ts';
import { callFrom } from './dynamodb-call-store.ts';
import { decodeCursor, encodeCursor } from './dynamodb-cursor.ts';
import { activityFrom, contactFrom, documentFrom, isRemoved, opportunityFrom } from './dynamodb-items.ts';
import { nameIndexKey, opportunityItemKey, opportunityPartition, PREFIX, searchable } from './dynamodb-keys.ts';
import { matchesOfPhone } from './dynamodb-phone-index.ts';
import { projectOpportunity } from './dynamodb-projection.ts';
import { type Item, isLive, liveItem, present, type StoreTable, sendOptions } from './dynamodb-table.ts';

/** A page also ends at DynamoDB's own 1 MB; Lambda answers at most 6 MB. */
const CONTEXT_PAGE = 1_000;
/** A list to choose from while somebody waits on the line. */
const MAX_MATCHES = 25;
/** Where not every name that fits may be listed. */
const NAME_PAGE = 50;

export function dynamodbOpportunityStore(table: StoreTable): OpportunityStore {
  const getOpportunity = async (key: OpportunityKey) => {
    const command = new GetCommand({ TableName: table.name, Key: opportunityItemKey(key), ConsistentRead: true });
    const { Item: item } = await table.client.send(command, sendOptions(table));
    const live = liveItem(item);
    return live === undefined ? undefined : opportunityFrom(live);
  };

  return {
    getOpportunity,
    project: (key, data, at) => projectOpportunity(table, key, data, at),
    findByPhone: (phone) => matchesOfPhone(table, phone),

    async loadContext(key, cursor) {
      const pk = opportunityPartition(key);
      const start = decodeCursor(cursor, { fixed: { pk }, given: ['sk'] });
      /** Backwards: opportunity, documents, contacts, calls, activity (newest first); phones stand behind, unread. */
      const page = table.client.send(
        new QueryCommand({
          TableName: table.name,
          KeyConditionExpression: 'pk = :pk AND sk < :phones',
          ExpressionAttributeValues: { ':pk': pk, ':phones': PREFIX.phone },
          ScanIndexForward: false,
          ConsistentRead: true,
          Limit: CONTEXT_PAGE,
          ...(start !== undefined && { ExclusiveStartKey: start }),
        }),
        sendOptions(table),
      );
      const [{ Items: items = [], LastEvaluatedKey: last }, known] = await Promise.all([
        page,
        start === undefined ? undefined : getOpportunity(key),
      ]);
      return contextFrom(items.filter(isLive), known, last);
    },

    async findByName(sourceId, prefix, isListed) {
      const { gsi1pk } = nameIndexKey(sourceId, '');
      const listed: OpportunityView[] = [];
      let start: Item | undefined;
      for (let looked = 0; listed.length < MAX_MATCHES && looked < MAX_LOOKED_AT; looked += NAME_PAGE) {
        const command = new QueryCommand({
          TableName: table.name,
          IndexName: 'gsi1',
          KeyConditionExpression: 'gsi1pk = :source AND begins_with(gsi1sk, :prefix)',
          ExpressionAttributeValues: { ':source': gsi1pk, ':prefix': searchable(prefix) },
          Limit: isListed === undefined ? MAX_MATCHES : NAME_PAGE,
          ...(start !== undefined && { ExclusiveStartKey: start }),
        });
        const { Items: items = [], LastEvaluatedKey: last } = await table.client.send(command, sendOptions(table));
        const page = items.filter(isLive).map(opportunityFrom);
        const verdicts = await Promise.all(page.map((opportunity) => isListed?.(opportunity) ?? true));
        listed.push(...page.filter((_, index) => verdicts[index]));
        start = last;
        if (isListed === undefined || start === undefined) break;
      }
      return listed.slice(0, MAX_MATCHES).map(({ id, name, stage }) => ({
        ...{ sourceId, opportunityId: id, opportunityName: name },
        ...present({ stage }),
      }));
    },
  };
}

function contextFrom(
  items: readonly Item[],
  known: OpportunityContext['opportunity'] | undefined,
  last: Item | undefined,
): OpportunityContext | undefined {
  const own = items.find(({ sk }) => sk === 'OPPORTUNITY');
  const opportunity = own === undefined ? known : opportunityFrom(own);
  if (opportunity === undefined) return undefined;
  const ofKind = (prefix: string) => items.filter(({ sk }) => String(sk).startsWith(prefix));
  return {
    opportunity,
    contacts: ofKind(PREFIX.contact)
      .filter((item) => !isRemoved(item))
      .map(contactFrom),
    documents: ofKind(PREFIX.document)
      .filter((item) => !isRemoved(item))
      .map(documentFrom),
    calls: ofKind(PREFIX.call)
      .map((item) => presentCall(callFrom(item)))
      .sort((one, other) => (one.requestedAt < other.requestedAt ? 1 : -1)),
    activity: ofKind(PREFIX.activity).map(activityFrom),
    ...(last !== undefined && { cursor: encodeCursor(last) }),
  };
}
