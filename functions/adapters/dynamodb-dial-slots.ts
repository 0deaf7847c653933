/** A quota's one token bucket: one item, whose updates decide in their order; and joining the line for its slots. */
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import {
  callsBeforeAbout,
  FRESH_LINE,
  lineOf,
  orderOf,
  roundAfter,
  stateOf,
  tatOf,
  timeOfPosition,
} from '../core/fair-line.ts';
import { dialTimeOf, firstFree, type Pacing, tatOfDialTime } from '../core/pacing.ts';
import { DAY } from '../core/policy.ts';
import type { DialSlots, ReservedSlot, SlotRequest } from '../core/ports/dial-line.ts';
import { expiryAt } from './dynamodb-keys.ts';
import { conditional, type Item, type StoreTable } from './dynamodb-table.ts';
import { agentKey, type Bucket, bucketKey, clockFrom, nextName, waitingKey } from './dynamodb-turn-clock.ts';

/** Slots given back and not taken yet; more would make every update of the item dearer than a lost slot is worth. */
const MAX_FREE = 50;

/**
 * `takeSlot` of core/pacing.ts in conditional updates: idle, the TAT is set from the clock in one round trip; busy, it is
 * moved on by one interval. The TAT only grows, so that what the first condition said still holds for the second. The refusal
 * of the first also shows the slots that were given back, one of which is taken instead, and the turn clock; the agent's round
 * is counted while the slot is taken. So two round trips are the most.
 */
export function dynamodbDialSlots(
  table: StoreTable,
  pacing: Pacing,
  bucketName: Bucket = 'DIAL-SLOTS',
): Pick<DialSlots, 'reserve' | 'giveBack' | 'join'> {
  const { interval } = pacing;
  const BUCKET = bucketKey(bucketName);

  return {
    async reserve(asked, call) {
      const now = asked.getTime();
      const idle = await startAt(now);
      if (idle.met) return { dialAt: new Date(dialTimeOf(now + interval, pacing)) };
      const bucket = idle.item ?? {};
      const [tat, round] = await Promise.all([takeNext(bucket, now, call), countRound(bucket, now, call)]);
      const dialAt = new Date(dialTimeOf(tat, pacing));
      if (dialAt <= asked || call === undefined) return { dialAt };
      return { dialAt, wait: waitFor(bucket, call, round, tat, now) };
    },
    async giveBack(dialAt) {
      await conditional(
        table.client.send(
          new UpdateCommand({
            TableName: table.name,
            Key: BUCKET,
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
    async join(place, call) {
      const expiresAt = expiryAt(dialTimeOf(tatOf(place), pacing) + 2 * DAY);
      const Item = { ...waitingKey(bucketName, place), ...call, floor: place.floor, expiresAt };
      await table.client.send(new PutCommand({ TableName: table.name, Item }));
    },
  };

  function startAt(now: number) {
    return conditional(
      table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: BUCKET,
          UpdateExpression: 'SET tat = :tat REMOVE spare',
          ConditionExpression: 'attribute_not_exists(tat) OR tat <= :now',
          ExpressionAttributeValues: { ':tat': now + interval, ':now': now },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    );
  }

  async function takeNext(bucket: Item, now: number, call: SlotRequest | undefined): Promise<number> {
    const given = bucket.spare instanceof Set ? (bucket.spare as Set<number>) : new Set<number>();
    const free = firstFree(given, now, pacing);
    return (free === undefined ? undefined : await takeFree(free, given, now)) ?? moveOn(call);
  }

  /** Of several who want it one gets it; those whose time has passed go with it. */
  async function takeFree(free: number, given: ReadonlySet<number>, now: number): Promise<number | undefined> {
    const past = [...given].filter((tat) => dialTimeOf(tat, pacing) < now);
    const taken = await conditional(
      table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: BUCKET,
          UpdateExpression: 'DELETE spare :taken',
          ConditionExpression: 'contains(spare, :free)',
          ExpressionAttributeValues: { ':taken': new Set([free, ...past]), ':free': free },
        }),
      ),
    );
    return taken.met ? free : undefined;
  }

  /** Whose line is in the item is looked at when a slot has come. */
  async function moveOn(call: SlotRequest | undefined): Promise<number> {
    const { Attributes: after } = await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: BUCKET,
        UpdateExpression: `SET tat = tat + :interval${call === undefined ? '' : ', #next = if_not_exists(#next, :fresh)'}`,
        ...(call !== undefined && { ExpressionAttributeNames: { '#next': nextName(lineOf(call)) } }),
        ExpressionAttributeValues: {
          ':interval': interval,
          ...(call !== undefined && { ':fresh': FRESH_LINE.next }),
        },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return Number(after?.tat);
  }

  /** One update, unless the agent's last call is long past; then that is corrected while the call goes on. */
  async function countRound(bucket: Item, now: number, call: SlotRequest | undefined): Promise<number> {
    if (call === undefined || dialTimeOf(Number(bucket.tat) + interval, pacing) <= now) return 0;
    const line = lineOf(call);
    const state = stateOf(clockFrom(bucket), line);
    const first = roundAfter(undefined, state);
    const Key = agentKey(bucketName, line, call.agentUsername);
    const { Attributes: after } = await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key,
        UpdateExpression: 'SET #last = if_not_exists(#last, :before) + :one, expiresAt = :expiresAt',
        ExpressionAttributeNames: { '#last': 'last' },
        ExpressionAttributeValues: { ':before': first - 1, ':one': 1, ':expiresAt': expiryAt(now + 2 * DAY) },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    const counted = Number(after?.last);
    if (counted >= first) return counted;
    await conditional(
      table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key,
          UpdateExpression: 'SET #last = :first',
          ConditionExpression: '#last < :first',
          ExpressionAttributeNames: { '#last': 'last' },
          ExpressionAttributeValues: { ':first': first },
        }),
      ),
    );
    return first;
  }

  function waitFor(
    bucket: Item,
    call: SlotRequest,
    round: number,
    tat: number,
    now: number,
  ): NonNullable<ReservedSlot['wait']> {
    const clock = clockFrom(bucket);
    const line = lineOf(call);
    const place = {
      line,
      order: orderOf(Math.max(round, roundAfter(undefined, stateOf(clock, line))), tat),
      floor: clock.time,
    };
    const last = Math.max(tat, Number(bucket.tat));
    const expectedAt = timeOfPosition(callsBeforeAbout(clock, place), last, now, pacing);
    return { place, expectedAt: new Date(Math.min(expectedAt.getTime(), dialTimeOf(last, pacing))) };
  }
}
