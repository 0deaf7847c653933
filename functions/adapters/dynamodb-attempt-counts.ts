/**
 * Attempts of a source: per person, number or opportunity an item for each day with the calls of that day, and one for the
 * last attempt. `pk` is `ATTEMPTS#<source>#<scope>#<id>`, `sk` is `DAY#<date>` or `LAST`.
 */
import { setTimeout } from 'node:timers/promises';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Attempt, AttemptLimit, AttemptRefusal, AttemptScope } from '../core/attempt-limits.ts';
import { HOLD_PATIENCE } from '../core/policy.ts';
import type { AttemptCounts } from '../core/ports/call-requests.ts';
import { expiryAt, keyPart } from './dynamodb-keys.ts';
import { conditional, type Item, queryAll, type StoreTable } from './dynamodb-table.ts';

/** Two calls to one person at the same moment: the second asks again. Milliseconds between. */
const CONFLICT_WAITS = [10, 30, 90, 270];

type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

export function dynamodbAttemptCounts(table: StoreTable): AttemptCounts {
  return {
    async claim(attempt) {
      const written = await transact(table, claimsOf(table, attempt));
      return written.met ? { outcome: 'claimed' } : { outcome: 'over-limit', refusals: refusalsFrom(written.refused) };
    },
    async forget(sourceId, scope, id) {
      const pk = partitionOf(sourceId, scope, id);
      const items = await queryAll(table, {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': pk },
        ProjectionExpression: 'sk',
      });
      for (const { sk } of items) {
        await table.client.send(new DeleteCommand({ TableName: table.name, Key: { pk, sk } }));
      }
      return items.length;
    },
    async release(attempt) {
      await Promise.all(
        attempt.limits
          .filter(({ cap }) => cap !== undefined)
          .map((limit) =>
            conditional(
              table.client.send(
                new UpdateCommand({
                  TableName: table.name,
                  Key: dayKey(attempt, limit),
                  UpdateExpression: 'DELETE calls :call',
                  ConditionExpression: 'contains(calls, :id)',
                  ExpressionAttributeValues: { ':call': new Set([attempt.callId]), ':id': attempt.callId },
                }),
              ),
            ),
          ),
      );
    },
  };
}

/** The writes of one claim, each with its condition. */
export const claimsOf = (table: StoreTable, attempt: Attempt): readonly Write[] =>
  attempt.limits.flatMap((limit) => [...dayClaim(table, attempt, limit), ...gapClaim(table, attempt, limit)]);

function dayClaim(table: StoreTable, attempt: Attempt, limit: AttemptLimit): readonly Write[] {
  if (limit.cap === undefined) return [];
  const { callId } = attempt;
  return [
    {
      Update: {
        TableName: table.name,
        Key: dayKey(attempt, limit),
        UpdateExpression: 'ADD calls :call SET expiresAt = :expiresAt',
        ConditionExpression: 'attribute_not_exists(calls) OR contains(calls, :id) OR size(calls) < :cap',
        ExpressionAttributeValues: {
          ...{ ':call': new Set([callId]), ':id': callId, ':cap': limit.cap, ':expiresAt': expiryOf(attempt) },
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
  ];
}

function gapClaim(table: StoreTable, attempt: Attempt, limit: AttemptLimit): readonly Write[] {
  if (limit.notSince === undefined) return [];
  const { callId, at } = attempt;
  return [
    {
      Update: {
        TableName: table.name,
        Key: { pk: partition(attempt, limit), sk: 'LAST' },
        UpdateExpression: 'SET lastAt = :at, lastCall = :id, expiresAt = :expiresAt',
        ConditionExpression: 'attribute_not_exists(lastAt) OR lastCall = :id OR lastAt <= :notSince',
        ExpressionAttributeValues: {
          ...{ ':at': at, ':id': callId, ':notSince': limit.notSince, ':expiresAt': expiryOf(attempt) },
        },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
  ];
}

/** What stood in the way: a day's calls or the last attempt. */
export const refusalsFrom = (items: readonly (Item | undefined)[]): readonly AttemptRefusal[] =>
  items.flatMap((item): AttemptRefusal[] => {
    if (item === undefined) return [];
    return item.sk === 'LAST' ? [{ reason: 'minimum-gap', lastAt: String(item.lastAt) }] : [{ reason: 'attempt-cap' }];
  });

/** `refused`: in the order of the writes, the item that stood in the way of each. */
export type Transacted =
  | { readonly met: true }
  | { readonly met: false; readonly refused: readonly (Item | undefined)[] };

/** All writes or none. Who meets another transaction on the same items asks again. */
export async function transact(table: StoreTable, writes: readonly Write[]): Promise<Transacted> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await table.client.send(new TransactWriteCommand({ TransactItems: [...writes] }));
      return { met: true };
    } catch (error) {
      const reasons = cancellationReasons(error);
      if (reasons === undefined) throw error;
      if (reasons.some(({ Code: code }) => code === 'ConditionalCheckFailed')) {
        return {
          met: false,
          refused: reasons.map(({ Item: item }) => (item === undefined ? undefined : unmarshall(item))),
        };
      }
      const wait = CONFLICT_WAITS[attempt];
      if (wait === undefined || !reasons.some(({ Code: code }) => code === 'TransactionConflict')) throw error;
      await setTimeout(wait * (0.5 + Math.random()));
    }
  }
}

interface CancellationReason {
  readonly Code?: string;
  readonly Item?: Record<string, AttributeValue>;
}

const cancellationReasons = (error: unknown): readonly CancellationReason[] | undefined =>
  error instanceof Error && error.name === 'TransactionCanceledException'
    ? (error as { CancellationReasons?: readonly CancellationReason[] }).CancellationReasons
    : undefined;

const partitionOf = (sourceId: string, scope: AttemptScope, id: string) =>
  `ATTEMPTS#${keyPart(sourceId)}#${scope}#${keyPart(id)}`;
const partition = ({ sourceId }: Attempt, { scope, id }: AttemptLimit) => partitionOf(sourceId, scope, id);
const dayKey = (attempt: Attempt, limit: AttemptLimit) => ({ pk: partition(attempt, limit), sk: `DAY#${attempt.day}` });
/** Longer than any gap. */
const expiryOf = ({ at }: Attempt): number => expiryAt(Date.parse(at) + 2 * HOLD_PATIENCE);
