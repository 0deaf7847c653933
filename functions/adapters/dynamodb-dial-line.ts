/**
 * The calls that wait for a dial slot, and the slots that were given to one: an item each. A line is a partition, sorted by
 * whose turn it is. Removing a call's item decides who has it; a crash right after that leaves a call that nobody has, which
 * its safety net finds.
 */
import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { FRESH_LINE, inTurn, roundOf, stateOf, type Turn, type TurnClock, type Waiting } from '../core/fair-line.ts';
import { dialTimeOf, type Pacing, tatOfDialTime } from '../core/pacing.ts';
import { HOUR, SAFETY_NET_DELAY } from '../core/policy.ts';
import type { CallIdentity, DialSlots, Place } from '../core/ports/dial-line.ts';
import { dynamodbDialSlots } from './dynamodb-dial-slots.ts';
import { expiryAt, type ItemKey } from './dynamodb-keys.ts';
import { conditional, type Item, type StoreTable } from './dynamodb-table.ts';
import {
  AGENTS,
  type Bucket,
  bucketKey,
  clockFrom,
  frontName,
  linePartition,
  lineToLeave,
  nextName,
  waitingKey,
} from './dynamodb-turn-clock.ts';

/** Of each line as many calls are read as messages of the dial queue are handled at the same time, or nearly. */
const BEGINNING = 5;
/** How often everything is read again because others were faster; then the call that brought the slot has it. */
const MAX_ROUNDS = 5;

export function dynamodbDialLine(table: StoreTable, pacing: Pacing, bucketName: Bucket = 'DIAL-SLOTS'): DialSlots {
  const { client, name: TableName } = table;
  const BUCKET = bucketKey(bucketName);
  const slots = dynamodbDialSlots(table, pacing, bucketName);
  const slotKey = (dialAt: Date) => ({ pk: BUCKET.pk, sk: `SLOT#${tatOfDialTime(dialAt.getTime(), pacing)}` });

  return {
    ...slots,
    ...lineToLeave(table, bucketName),
    async claim(dialAt, own) {
      const [known, bucket] = await Promise.all([read(slotKey(dialAt)), read(BUCKET)]);
      if (known !== undefined) return identityFrom(known);
      const next = await takeFirst(bucket ?? {});
      return bind(dialAt, next ?? { call: own }, 'attribute_not_exists(pk)');
    },
    async claimant(dialAt) {
      const known = await read(slotKey(dialAt));
      return known && identityFrom(known);
    },
    async passOn(dialAt, from) {
      const next = await takeFirst((await read(BUCKET)) ?? {});
      return next && bind(dialAt, next, 'sourceId = :sourceId AND requestId = :requestId', from);
    },
    async lastSlotFor(place, now) {
      const [waiting, bucket] = await Promise.all([read(waitingKey(bucketName, place)), read(BUCKET)]);
      const last = dialTimeOf(Number(bucket?.tat ?? 0), pacing);
      return waiting !== undefined && last + SAFETY_NET_DELAY > now.getTime() ? new Date(last) : undefined;
    },
  };

  async function read(Key: ItemKey): Promise<Item | undefined> {
    const { Item: item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return item;
  }

  /** Takes the call whose turn it is out of its line. */
  async function takeFirst(bucket: Item): Promise<Turn | undefined> {
    for (let [round, item] = [0, bucket]; round < MAX_ROUNDS; round += 1, item = (await read(BUCKET)) ?? {}) {
      const clock = clockFrom(item);
      const beginnings = await Promise.all([...clock.lines.keys()].map(beginningOf));
      if (beginnings.every(({ length }) => length === 0)) return undefined;
      for (const next of inTurn(clock, beginnings)) {
        if (!(await remove(next.place))) continue;
        await moveClock(clock, next);
        return next;
      }
    }
    return undefined;
  }

  async function beginningOf(line: string): Promise<readonly Waiting[]> {
    const { Items: items = [] } = await client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND sk < :agents',
        ExpressionAttributeValues: { ':pk': linePartition(bucketName, line), ':agents': AGENTS },
        Limit: BEGINNING,
        ConsistentRead: true,
      }),
    );
    return items.map((item) => ({
      place: { line, order: String(item.sk), floor: Number(item.floor) },
      call: identityFrom(item),
    }));
  }

  async function remove(place: Place): Promise<boolean> {
    const removed = await conditional(
      client.send(
        new DeleteCommand({
          TableName,
          Key: waitingKey(bucketName, place),
          ConditionExpression: 'attribute_exists(pk)',
        }),
      ),
    );
    return removed.met;
  }

  /** `clockAfter` of core/fair-line.ts, in an update that counts every one of several at the same time. */
  async function moveClock(clock: TurnClock, { place, turn }: Turn): Promise<void> {
    const isFirst = place.floor > stateOf(clock, place.line).next;
    await client.send(
      new UpdateCommand({
        TableName,
        Key: BUCKET,
        UpdateExpression: `SET #time = :turn, #front = :round, #next = ${isFirst ? ':turn' : 'if_not_exists(#next, :fresh)'} + :one`,
        ExpressionAttributeNames: {
          ...{ '#time': 'time', '#front': frontName(place.line), '#next': nextName(place.line) },
        },
        ExpressionAttributeValues: {
          ...{ ':turn': turn, ':round': roundOf(place), ':one': 1 },
          ...(!isFirst && { ':fresh': FRESH_LINE.next }),
        },
      }),
    );
  }

  /** Somebody with the same message may have been faster: then the call goes back to its place. */
  async function bind(
    dialAt: Date,
    next: Pick<Turn, 'call'> & Partial<Turn>,
    condition: string,
    from?: CallIdentity,
  ): Promise<CallIdentity> {
    const expiresAt = expiryAt(dialAt.getTime() + HOUR);
    const bound = await conditional(
      client.send(
        new PutCommand({
          TableName,
          Item: { ...slotKey(dialAt), ...next.call, expiresAt },
          ConditionExpression: condition,
          ...(from && {
            ExpressionAttributeValues: { ':sourceId': from.sourceId, ':requestId': from.requestId },
          }),
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    );
    if (bound.met) return next.call;
    if (next.place !== undefined) await slots.join(next.place, next.call);
    return bound.item === undefined ? next.call : identityFrom(bound.item);
  }
}

const identityFrom = ({ sourceId, requestId, throttled }: Item): CallIdentity => ({
  ...{ sourceId: String(sourceId), requestId: String(requestId) },
  ...(throttled !== undefined && { throttled: Number(throttled) }),
});
