/** Calls: one item each in their opportunity's partition, found by call id, Connect contact or agent through an index. */
import { randomUUID } from 'node:crypto';
import { GetCommand, PutCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { isWaiting, mergeCall } from '../core/call-state.ts';
import type { CallKey, CallStore, StoredCall } from '../core/ports/call-store.ts';
import { decodeCursor, encodeCursor } from './dynamodb-cursor.ts';
import {
  agentIndexKey,
  callIndexKey,
  callItemKey,
  connectContactIndexKey,
  expiryAfter,
  opportunityPartition,
  PREFIX,
  personIndexKey,
} from './dynamodb-keys.ts';
import {
  type Conditional,
  conditional,
  type Item,
  isLive,
  liveItem,
  queryAll,
  type StoreTable,
  sendOptions,
  withoutFields,
} from './dynamodb-table.ts';

/** Two writers meet rarely, three almost never; a tenth refusal means that something is broken. */
const MAX_ATTEMPTS = 10;
const PAGE = 50;
const OWN_FIELDS = [
  'pk',
  'sk',
  'gsi1pk',
  'gsi1sk',
  'gsi2pk',
  'gsi2sk',
  'gsi3pk',
  'gsi3sk',
  'gsi4pk',
  'gsi4sk',
  'writeMark',
  'expiresAt',
];

export function dynamodbCallStore(table: StoreTable): CallStore {
  const query = async (input: Omit<QueryCommandInput, 'TableName'>) => {
    const command = new QueryCommand({ TableName: table.name, ...input });
    const { Items: items = [], LastEvaluatedKey: last } = await table.client.send(command, sendOptions(table));
    return { calls: items.filter(isLive).map(callFrom), last };
  };

  /** Counted from when the call is due: one may be planned long ahead. */
  const expiryOf = ({ requestedAt, dueAt = requestedAt }: StoredCall) => ({
    expiresAt: expiryAfter(dueAt > requestedAt ? dueAt : requestedAt, table.retention.calls),
  });

  const write = async (
    key: CallKey,
    call: StoredCall,
    expected: number | undefined,
    writeMark: string,
  ): Promise<Conditional<unknown>> =>
    conditional(
      table.client.send(
        new PutCommand({
          TableName: table.name,
          Item: { ...itemFrom(key, call), ...expiryOf(call), writeMark },
          ...(expected === undefined
            ? { ConditionExpression: 'attribute_not_exists(pk)' }
            : {
                ConditionExpression: '#version = :expected',
                ExpressionAttributeNames: { '#version': 'version' },
                ExpressionAttributeValues: { ':expected': expected },
              }),
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
        sendOptions(table),
      ),
    );

  const get = async (key: CallKey): Promise<StoredCall | undefined> => {
    const command = new GetCommand({ TableName: table.name, Key: callItemKey(key), ConsistentRead: true });
    const { Item: item } = await table.client.send(command, sendOptions(table));
    const live = liveItem(item);
    return live === undefined ? undefined : callFrom(live);
  };

  return {
    get,

    async find(callId) {
      const { gsi1pk } = callIndexKey(callId);
      const { calls } = await query({ ...equals('gsi1', { gsi1pk }), Limit: 1 });
      return calls[0];
    },

    async findByConnectContact(connectContactId) {
      const { gsi2pk } = connectContactIndexKey(connectContactId);
      const { calls } = await query({ ...equals('gsi2', { gsi2pk }), Limit: 1 });
      return calls[0];
    },

    async listByOpportunity(key) {
      const items = await queryAll(table, {
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': opportunityPartition(key), ':prefix': PREFIX.call },
      });
      return items.map(callFrom);
    },

    async listByAgent(username, cursor) {
      const { gsi3pk } = agentIndexKey(username, '');
      const start = decodeCursor(cursor, { fixed: { gsi3pk }, given: ['pk', 'sk', 'gsi3sk'] });
      const { calls, last } = await query({
        ...equals('gsi3', { gsi3pk }),
        ScanIndexForward: false,
        Limit: PAGE,
        ...(start !== undefined && { ExclusiveStartKey: start }),
      });
      return { calls, ...(last !== undefined && { cursor: encodeCursor(last) }) };
    },

    async change(key, initial, change, known) {
      /** The SDK may repeat a put whose answer was lost: what it then finds is its own work, not somebody else's. */
      const writer = randomUUID();
      let current = known ?? (initial === undefined ? await get(key) : undefined);
      for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
        const before =
          current !== undefined && initial !== undefined ? mergeCall(current, initial) : (current ?? initial);
        if (before === undefined) return undefined;
        const after = change(before);
        if (after === current) return { call: after, changed: false };
        const call = { ...after, version: (current?.version ?? 0) + 1 };
        const mark = `${writer} ${attempt}`;
        const written = await write(key, call, current?.version, mark);
        if (written.met || written.item?.writeMark === mark) return { call, changed: true };
        current = written.item === undefined ? await get(key) : callFrom(written.item);
      }
      throw new Error(`call ${key.callId} changed under every one of ${MAX_ATTEMPTS} attempts`);
    },
  };
}

function equals(index: string, key: Readonly<Record<string, string>>) {
  const [[name, value] = ['', '']] = Object.entries(key);
  return {
    IndexName: index,
    KeyConditionExpression: '#partition = :partition',
    ExpressionAttributeNames: { '#partition': name },
    ExpressionAttributeValues: { ':partition': value },
  };
}

function itemFrom(key: CallKey, call: StoredCall): Record<string, unknown> {
  const { preview, contactId, connectContactId = preview?.connectContactId } = call;
  const { agentUsername, takenBy = agentUsername } = call;
  return {
    ...callItemKey(key),
    ...call,
    ...callIndexKey(call.callId),
    ...(connectContactId !== undefined && connectContactIndexKey(connectContactId)),
    ...(takenBy !== undefined && agentIndexKey(takenBy, momentOf(call))),
    ...(contactId !== undefined && personIndexKey(key, contactId)),
  };
}

/** A call that is to come stands before all that were: next week's is not lost behind the calls of a busy day. */
const momentOf = ({ state, dueAt, requestedAt }: StoredCall): string =>
  isWaiting(state) && dueAt !== undefined && dueAt > requestedAt ? dueAt : requestedAt;

/** Only this store writes the item, from a `StoredCall`. */
export const callFrom = (item: Item): StoredCall => withoutFields(item, OWN_FIELDS) as unknown as StoredCall;
