/**
 * Whose number is this: one item per phone of a contact, with the names that a match shows, so that a lookup is one index
 * query. The contact's item is the truth; these follow it, in the same request.
 */
import { DeleteCommand, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { OpportunityMatch } from '../core/contracts/opportunity-context.ts';
import type { OpportunityKey } from '../core/ports/opportunity-store.ts';
import {
  expiryAfter,
  opportunityItemKey,
  opportunityPartition,
  PREFIX,
  personIndexKey,
  phoneIndexKey,
  phoneItemKey,
} from './dynamodb-keys.ts';
import {
  assignments,
  conditional,
  IS_NOT_OLDER,
  type Item,
  isLive,
  present,
  queryAll,
  type StoreTable,
  sendOptions,
} from './dynamodb-table.ts';

/** A number of more opportunities than this is a switchboard's: nobody chooses from a longer list. */
const MAX_MATCHES = 50;

export interface Callable {
  readonly id: string;
  readonly name: string;
  readonly phones: readonly { readonly number: string }[];
}

export interface OpportunityNames {
  readonly name: string;
  readonly stage?: string | undefined;
}

/**
 * Writes the entries of all the contact's phones. `isCopy`: `at` is the time of a CRM's copy, and a newer copy's entries stay.
 * An entry is kept as long as its contact, which is renewed after it and never before it.
 */
export async function putPhones(
  table: StoreTable,
  key: OpportunityKey,
  contact: Callable,
  opportunity: OpportunityNames,
  at: string,
  { isCopy }: { readonly isCopy: boolean },
): Promise<void> {
  await Promise.all(
    numbersOf(contact).map((phone) => {
      const update = assignments({
        ...phoneIndexKey(phone, key),
        ...personIndexKey(key, contact.id),
        sourceId: key.sourceId,
        opportunityId: key.opportunityId,
        contactId: contact.id,
        contactName: contact.name,
        opportunityName: opportunity.name,
        stage: opportunity.stage,
        ...(isCopy && { sourceAt: at }),
        writtenAt: at,
        expiresAt: expiryAfter(at, table.retention.opportunities),
      });
      const write = new UpdateCommand({
        TableName: table.name,
        Key: phoneItemKey(key, phone, contact.id),
        UpdateExpression: update.expression,
        ExpressionAttributeNames: update.names,
        ExpressionAttributeValues: update.values,
        ...(isCopy && { ConditionExpression: IS_NOT_OLDER }),
      });
      return conditional(table.client.send(write, sendOptions(table)));
    }),
  );
}

export async function removePhones(
  table: StoreTable,
  key: OpportunityKey,
  contactId: string,
  phones: readonly string[],
): Promise<void> {
  await Promise.all(
    phones.map((phone) =>
      table.client.send(
        new DeleteCommand({ TableName: table.name, Key: phoneItemKey(key, phone, contactId) }),
        sendOptions(table),
      ),
    ),
  );
}

/** After an agent's change: costs nothing when neither name nor numbers changed. */
export async function followContact(
  table: StoreTable,
  key: OpportunityKey,
  before: Callable | undefined,
  after: Callable,
  at: string,
): Promise<void> {
  const gone = withoutNumbersOf(before, after);
  const same = gone.length === 0 && withoutNumbersOf(after, before).length === 0 && before?.name === after.name;
  if (same) return;
  const command = new GetCommand({ TableName: table.name, Key: opportunityItemKey(key), ConsistentRead: true });
  const { Item: opportunity } = await table.client.send(command, sendOptions(table));
  await Promise.all([
    putPhones(table, key, after, { name: String(opportunity?.name ?? ''), stage: opportunity?.stage }, at, {
      isCopy: false,
    }),
    removePhones(table, key, after.id, gone),
  ]);
}

/** The opportunity has another name or stage: contacts that the CRM did not mention show it as well. */
export async function renameOpportunity(
  table: StoreTable,
  key: OpportunityKey,
  names: OpportunityNames,
): Promise<void> {
  const items = await queryAll(table, {
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': opportunityPartition(key), ':prefix': PREFIX.phone },
  });
  const update = assignments({ opportunityName: names.name, stage: names.stage });
  await Promise.all(
    items.map(({ pk, sk }) =>
      conditional(
        table.client.send(
          new UpdateCommand({
            TableName: table.name,
            Key: { pk, sk },
            UpdateExpression: update.expression,
            ConditionExpression: 'attribute_exists(pk)',
            ExpressionAttributeNames: update.names,
            ExpressionAttributeValues: update.values,
          }),
          sendOptions(table),
        ),
      ),
    ),
  );
}

export async function matchesOfPhone(table: StoreTable, phone: string): Promise<readonly OpportunityMatch[]> {
  const command = new QueryCommand({
    TableName: table.name,
    IndexName: 'gsi1',
    KeyConditionExpression: 'gsi1pk = :phone',
    ExpressionAttributeValues: { ':phone': `${PREFIX.phone}${phone}` },
    Limit: MAX_MATCHES,
  });
  const { Items: items = [] } = await table.client.send(command, sendOptions(table));
  return items.filter(isLive).map(matchFrom);
}

export function matchFrom(item: Item): OpportunityMatch {
  const { sourceId, opportunityId, opportunityName, stage, contactId, contactName } = item as Partial<OpportunityMatch>;
  return present({
    sourceId: String(sourceId),
    opportunityId: String(opportunityId),
    opportunityName: String(opportunityName),
    stage,
    contactId,
    contactName,
  }) as OpportunityMatch;
}

export const numbersOf = (contact: Callable): readonly string[] => [
  ...new Set(contact.phones.map(({ number }) => number)),
];

/** The numbers of `one` that `other` has not. */
export function withoutNumbersOf(one: Callable | undefined, other: Callable | undefined): readonly string[] {
  if (one === undefined) return [];
  const kept = new Set(other === undefined ? [] : numbersOf(other));
  return numbersOf(one).filter((number) => !kept.has(number));
}
