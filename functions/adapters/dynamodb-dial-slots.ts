/** The dial quota's one token bucket: one item, whose updates decide in their order, and an item for each slot that is claimed. */
import { PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { isNear, mayBeTakenOver, mayTakeOver, slotsToTakeOver } from '../core/fair-slots.ts';
import { dialTimeOf, firstFree, type Pacing, pacingOf, tatOfDialTime } from '../core/pacing.ts';
import { HOUR, PREVIEW_RATE } from '../core/policy.ts';
import type { DialSlots, SlotRequest } from '../core/ports.ts';
import { expiryAt } from './dynamodb-keys.ts';
import { conditional, type Item, type StoreTable } from './dynamodb-table.ts';

/** Slots given back and not taken yet; more would make every update of the item dearer than a lost slot is worth. */
const MAX_FREE = 50;
/** Slots that somebody in a hurry looks at before taking the end of the line; half a minute of them at 2/s. */
const MAX_LOOKED_AT = 30;

/**
 * `takeSlot` of core/pacing.ts in conditional updates: idle, the TAT is set from the clock in one round trip; busy, it is
 * moved on by one interval. The TAT only grows, so that what the first condition said still holds for the second. The refusal
 * of the first also shows the slots that were given back, one of which is taken instead, and how much the source has asked
 * for: when that is little, a slot of a long line is taken over (core/fair-slots.ts), in the same two round trips as a rule.
 */
export function dynamodbDialSlots(table: StoreTable, pacing: Pacing, line = 'DIAL-SLOTS'): DialSlots {
  const { interval } = pacing;
  const KEY = { pk: line, sk: line };
  const slotKey = (tat: number) => ({ pk: KEY.pk, sk: `SLOT#${tat}` });

  return {
    async reserve(asked, call) {
      const now = asked.getTime();
      const idle = await startAt(now, call);
      if (idle.met) return slotAt(now + interval);
      const line = idle.item ?? {};
      const isSmall = mayTakeOver(call, ownTat(line, call), now, pacing);
      const free = await takeFree(line, now, (slot) => !isSmall || isNear(slot, now, pacing));
      if (free !== undefined) return slotAt(free);
      const over = isSmall ? await takeOver(line, now, call) : undefined;
      if (over !== undefined) return { ...slotAt(over), isTakenOver: true };
      const tat = await moveOn(line, now, call);
      if (call.isDisplaced) await claim(tat, call.callId);
      return slotAt(tat);
    },
    claim: (dialAt, callId) => claim(tatOfDialTime(dialAt.getTime(), pacing), callId),
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

  function slotAt(tat: number): { dialAt: Date } {
    return { dialAt: new Date(dialTimeOf(tat, pacing)) };
  }

  function startAt(now: number, call: SlotRequest) {
    return conditional(
      table.client.send(
        new UpdateCommand({
          TableName: table.name,
          Key: KEY,
          UpdateExpression: 'SET tat = :tat, #own = :tat REMOVE spare',
          ConditionExpression: 'attribute_not_exists(tat) OR tat <= :now',
          ExpressionAttributeNames: { '#own': ownName(call) },
          ExpressionAttributeValues: { ':tat': now + interval, ':now': now },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      ),
    );
  }

  async function takeFree(line: Item, now: number, isWanted: (slot: number) => boolean): Promise<number | undefined> {
    const given = line.spare instanceof Set ? (line.spare as Set<number>) : new Set<number>();
    const free = firstFree(given, now, pacing);
    return free === undefined || !isWanted(free) ? undefined : take(free, given, now);
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

  /** The nearest slot is rarely claimed; if it is, what is claimed is read once, and the next that is not is taken. */
  async function takeOver(line: Item, now: number, call: SlotRequest): Promise<number | undefined> {
    const slots = slotsToTakeOver(Number(line.tat), now, pacing, MAX_LOOKED_AT);
    const [first] = slots;
    const last = slots.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const [isMine] = await Promise.all([claim(first, call.callId), countOwn(line, now, call)]);
    if (isMine) return first;
    const claimed = await claimedBetween(first, last);
    for (const slot of slots.filter((one) => !claimed.has(slotKey(one).sk)).slice(0, 2)) {
      if (await claim(slot, call.callId)) return slot;
    }
    return undefined;
  }

  async function claim(tat: number, callId: string): Promise<boolean> {
    if (!mayBeTakenOver(tat, pacing)) return true;
    const expiresAt = expiryAt(dialTimeOf(tat, pacing) + HOUR);
    const put = await conditional(
      table.client.send(
        new PutCommand({
          TableName: table.name,
          Item: { ...slotKey(tat), callId, expiresAt },
          ConditionExpression: 'attribute_not_exists(pk) OR callId = :callId',
          ExpressionAttributeValues: { ':callId': callId },
        }),
      ),
    );
    return put.met;
  }

  async function claimedBetween(first: number, last: number): Promise<ReadonlySet<string>> {
    const { Items: items = [] } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :first AND :last',
        ExpressionAttributeValues: { ':pk': KEY.pk, ':first': slotKey(first).sk, ':last': slotKey(last).sk },
        ConsistentRead: true,
      }),
    );
    return new Set(items.map(({ sk }) => String(sk)));
  }

  /** A count for who may take over: two at once may count as one, which costs nothing but a place in the line. */
  async function countOwn(line: Item, now: number, call: SlotRequest): Promise<void> {
    const own = ownCount(line, now, call);
    await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: KEY,
        UpdateExpression: `SET ${own.expression}`,
        ExpressionAttributeNames: { '#own': ownName(call) },
        ExpressionAttributeValues: own.values,
      }),
    );
  }

  async function moveOn(line: Item, now: number, call: SlotRequest): Promise<number> {
    const own = ownCount(line, now, call);
    const { Attributes: after } = await table.client.send(
      new UpdateCommand({
        TableName: table.name,
        Key: KEY,
        UpdateExpression: `SET tat = tat + :interval, ${own.expression}`,
        ExpressionAttributeNames: { '#own': ownName(call) },
        ExpressionAttributeValues: { ':interval': interval, ...own.values },
        ReturnValues: 'UPDATED_NEW',
      }),
    );
    return Number(after?.tat);
  }

  function ownCount(line: Item, now: number, call: SlotRequest) {
    const known = ownTat(line, call) ?? 0;
    if (known > now) return { expression: '#own = #own + :own', values: { ':own': interval } };
    return { expression: '#own = :own', values: { ':own': now + interval } };
  }
}

/** The same for the tasks of agent-first calls, whose quota is another one. */
export const dynamodbPreviewSlots = (table: StoreTable): DialSlots =>
  dynamodbDialSlots(table, pacingOf(PREVIEW_RATE), 'PREVIEW-SLOTS');

/** What each source has asked for; agents' clicks count apart. */
const ownName = ({ sourceId, isInteractive }: SlotRequest): string =>
  isInteractive ? 'own#desktop' : `own#source#${sourceId}`;
const ownTat = (line: Item, call: SlotRequest): number | undefined => {
  const tat = line[ownName(call)];
  return typeof tat === 'number' ? tat : undefined;
};
