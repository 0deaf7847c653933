/**
 * What the CRM says about an opportunity, written beside what agents have done to it. Every item is one conditional
 * update, all of them at once: one round trip, unless phones have to be corrected. A person's or document's unchanged copy
 * changes nothing, so that its repetition does not make versions on agents' screens stale; an older copy that comes late
 * changes nothing either. What the CRM does not mention stays: it may send a part.
 */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import pLimit from 'p-limit';
import type { ContactInput, DocumentInput, OpportunityInput } from '../core/contracts/call-request.ts';
import { RENEWAL_INTERVAL, SECOND } from '../core/policy.ts';
import type { OpportunityKey } from '../core/ports/opportunity-store.ts';
import {
  contactFields,
  contactFrom,
  documentFields,
  KEPT_FIELDS,
  keptName,
  opportunityFields,
  sourceDigest,
  stateBeforeBytes,
} from './dynamodb-items.ts';
import {
  contactItemKey,
  documentItemKey,
  expiryAfter,
  type ItemKey,
  nameIndexKey,
  opportunityItemKey,
  personIndexKey,
} from './dynamodb-keys.ts';
import { putPhones, removePhones, renameOpportunity, withoutNumbersOf } from './dynamodb-phone-index.ts';
import {
  assignments,
  conditional,
  IS_NOT_OLDER,
  type Item,
  present,
  type StoreTable,
  sendOptions,
} from './dynamodb-table.ts';

/** The SDK's handler keeps at most 50 sockets: more would only queue and time out. */
const IN_FLIGHT = 32;

export interface SourceCopy {
  readonly opportunity: OpportunityInput;
  readonly contacts: readonly ContactInput[];
  readonly documents: readonly DocumentInput[];
}

export async function projectOpportunity(
  table: StoreTable,
  key: OpportunityKey,
  { opportunity, contacts, documents }: SourceCopy,
  at: string,
): Promise<void> {
  const limit = pLimit(IN_FLIGHT);
  await Promise.all([
    limit(() => putOpportunity(table, key, opportunity, at)),
    ...contacts.map((contact) => limit(() => putContact(table, key, contact, opportunity, at))),
    ...documents.map((document) => limit(() => putDocument(table, key, document, at))),
  ]);
}

async function putOpportunity(table: StoreTable, key: OpportunityKey, opportunity: OpportunityInput, at: string) {
  const fields = {
    ...opportunityFields(opportunity),
    ...nameIndexKey(key.sourceId, opportunity.name),
    ...{ sourceId: key.sourceId, updatedAt: at, expiresAt: expiryAfter(at, table.retention.opportunities) },
  };
  const written = await putCopy(table, opportunityItemKey(key), at, fields);
  const before = written.met ? written.output.Attributes : undefined;
  const renamed = before !== undefined && (before.name !== opportunity.name || before.stage !== opportunity.stage);
  if (renamed) await renameOpportunity(table, key, opportunity);
}

/** The phones are written with the contact, not after it; a refused or changed contact has them corrected. */
async function putContact(
  table: StoreTable,
  key: OpportunityKey,
  contact: ContactInput,
  opportunity: OpportunityInput,
  at: string,
): Promise<void> {
  const expiresAt = expiryAfter(at, table.retention.opportunities);
  const [written] = await Promise.all([
    putCopy(
      table,
      contactItemKey(key, contact.id),
      at,
      {
        ...contactFields(contact),
        ...personIndexKey(key, contact.id),
        ...{ updatedAt: at, updatedBy: key.sourceId, removed: undefined, sourceDigest: sourceDigest(contact) },
        expiresAt,
      },
      ['attribute_not_exists(pendingWriteBackVersion)', IS_ANOTHER_COPY],
      {},
      KEPT_FIELDS,
    ),
    putPhones(table, key, contact, opportunity, at, { isCopy: true }),
  ]);
  if (written.met) {
    const { Attributes: before } = written.output;
    if (before !== undefined)
      await removePhones(table, key, contact.id, withoutNumbersOf(contactFrom(before), contact));
  } else if (written.item !== undefined) {
    const stored = contactFrom(written.item);
    await Promise.all([
      stored.name === contact.name ? undefined : putPhones(table, key, stored, opportunity, at, { isCopy: true }),
      renew(table, contactItemKey(key, contact.id), written.item, expiresAt),
      removePhones(table, key, contact.id, withoutNumbersOf(contact, stored)),
    ]);
  }
}

async function putDocument(table: StoreTable, key: OpportunityKey, document: DocumentInput, at: string) {
  await putCopy(
    table,
    documentItemKey(key, document.id),
    at,
    {
      ...documentFields(document),
      sourceUrl: document.url,
      updatedAt: at,
      removed: undefined,
      sourceDigest: sourceDigest(document),
    },
    [IS_ANOTHER_COPY],
    {
      ...{ ...stateBeforeBytes(document), pinned: false, tags: [] },
      ...present({ expiresAt: expiryAfter(at, table.retention.documents) }),
    },
  );
}

/** What the source says again unchanged is not written anew, but kept longer by it. */
async function renew(table: StoreTable, key: ItemKey, stored: Item, expiresAt: number | undefined): Promise<void> {
  const until = stored.expiresAt === undefined ? undefined : Number(stored.expiresAt);
  if (until === expiresAt || (until !== undefined && (expiresAt ?? 0) < until + RENEWAL_INTERVAL / SECOND)) return;
  const update = assignments({ expiresAt });
  const write = new UpdateCommand({
    TableName: table.name,
    Key: key,
    UpdateExpression: update.expression,
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: update.names,
    ...(expiresAt !== undefined && { ExpressionAttributeValues: update.values }),
  });
  await conditional(table.client.send(write, sendOptions(table)));
}

const IS_ANOTHER_COPY = '(attribute_not_exists(sourceDigest) OR sourceDigest <> :sourceDigest)';

/** `onlyAtFirst` is written when the item has no such attribute yet, a `yielding` field unless an agent's own value is kept. */
async function putCopy(
  table: StoreTable,
  itemKey: ItemKey,
  at: string,
  fields: Readonly<Record<string, unknown>>,
  guards: readonly string[] = [],
  onlyAtFirst: Readonly<Record<string, unknown>> = {},
  yielding: readonly string[] = [],
) {
  const first = assignments(onlyAtFirst);
  const always = Object.fromEntries(Object.entries(fields).filter(([name]) => !yielding.includes(name)));
  const yields = assignments(Object.fromEntries(yielding.map((name) => [name, fields[name] ?? null])));
  const update = assignments({ ...always, sourceAt: at }, [
    ...yielding.map((name) => `#${name} = if_not_exists(#${keptName(name)}, :${name})`),
    ...Object.keys(onlyAtFirst).map((name) => `#${name} = if_not_exists(#${name}, :${name})`),
    '#version = if_not_exists(#version, :zero) + :one',
  ]);
  return conditional(
    table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: itemKey,
        UpdateExpression: update.expression,
        ConditionExpression: [IS_NOT_OLDER, ...guards].join(' AND '),
        ExpressionAttributeNames: {
          ...{ ...update.names, ...first.names, ...yields.names, '#version': 'version' },
          ...Object.fromEntries(yielding.map((name) => [`#${keptName(name)}`, keptName(name)])),
        },
        ExpressionAttributeValues: { ...update.values, ...first.values, ...yields.values, ':zero': 0, ':one': 1 },
        ReturnValues: 'ALL_OLD',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
      sendOptions(table),
    ),
  );
}
