/** The keys of a quota's slots and lines, and what of the bucket's item is the turn clock (core/fair-line.ts). */
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import type { LineState, TurnClock } from '../core/fair-line.ts';
import type { DialSlots, Place } from '../core/ports/dial-line.ts';
import { type ItemKey, keyPart } from './dynamodb-keys.ts';
import type { Item, StoreTable } from './dynamodb-table.ts';

/** Calls and agents' tasks have quotas of their own. */
export type Bucket = 'DIAL-SLOTS' | 'PREVIEW-SLOTS';
export const bucketKey = (bucket: Bucket): ItemKey => ({ pk: bucket, sk: bucket });

const NEXT = 'next#';
const FRONT = 'front#';
/** Two attributes for each line: a source has one, so that the item stays small. */
export const nextName = (line: string): string => `${NEXT}${line}`;
export const frontName = (line: string): string => `${FRONT}${line}`;

export function clockFrom(bucket: Item): TurnClock {
  const lines = Object.entries(bucket).flatMap(([name, next]): [string, LineState][] => {
    if (!name.startsWith(NEXT)) return [];
    const line = name.slice(NEXT.length);
    return [[line, { next: Number(next), front: Number(bucket[frontName(line)] ?? -1) }]];
  });
  return { time: Number(bucket.time ?? 0), lines: new Map(lines) };
}

export const linePartition = (bucket: Bucket, line: string): string => `${bucket}#${line}`;
export const waitingKey = (bucket: Bucket, { line, order }: Place): ItemKey => ({
  pk: linePartition(bucket, line),
  sk: order,
});
/** Behind every order, which is digits. */
export const AGENTS = 'AGENT#';
export const agentKey = (bucket: Bucket, line: string, username: string): ItemKey => ({
  pk: linePartition(bucket, line),
  sk: `${AGENTS}${keyPart(username)}`,
});

/** For who only leaves. */
export const lineToLeave = (table: StoreTable, bucket: Bucket): Pick<DialSlots, 'leave'> => ({
  async leave(place) {
    await table.client.send(new DeleteCommand({ TableName: table.name, Key: waitingKey(bucket, place) }));
  },
});
