import { beforeEach, describe, expect, it } from 'vitest';
import { type Kept, keepRecord, type RecordKeeping } from '#crm/keep-record.ts';
import { recordsInMemory } from './support/crm-under-test.ts';

const KEY = { sourceId: 's', opportunityId: 'o' };
let now: number;
let made: string[];
let updated: string[];
let created: (() => Promise<Kept>) | undefined;
let gone: Set<string>;
let records: ReturnType<typeof recordsInMemory>;

beforeEach(() => {
  [now, made, updated, created] = [0, [], [], undefined];
  gone = new Set();
  records = recordsInMemory({ now: () => new Date(now) });
});

const make = async (): Promise<Kept> => {
  made.push(`r-${made.length + 1}`);
  return { outcome: 'kept', recordId: made.at(-1) ?? '' };
};
const keep = (part: Partial<RecordKeeping> = {}) =>
  keepRecord(records, KEY, 'call-1', {
    ...part,
    find: async () => (made[0] === undefined ? { outcome: 'none' } : { outcome: 'kept', recordId: made[0] }),
    create: () => (created ?? make)(),
    async update(recordId) {
      if (gone.has(recordId)) return { outcome: 'gone', status: 404 };
      updated.push(recordId);
      return { outcome: 'kept', recordId };
    },
  });

describe('a record of the CRM’s', () => {
  it('is made once and changed from then on', async () => {
    expect([await keep(), await keep(), await keep()]).toEqual(Array(3).fill({ outcome: 'delivered' }));
    expect([made, updated]).toEqual([['r-1'], ['r-1', 'r-1']]);
  });

  it('is made by one of several at once; the others come again', async () => {
    const results = await Promise.all([keep(), keep(), keep()]);
    expect(results.map(({ outcome }) => outcome).sort()).toEqual(['delivered', 'failed', 'failed']);
    expect(made).toEqual(['r-1']);
  });

  it('is made anew when somebody has deleted it', async () => {
    await keep();
    gone.add('r-1');
    expect(await keep()).toEqual({ outcome: 'failed', status: 404, retryAfter: 0 });
    expect([await keep(), await keep()]).toEqual(Array(2).fill({ outcome: 'delivered' }));
    expect([made, updated]).toEqual([['r-1', 'r-2'], ['r-2']]);
  });

  it('that somebody has named is looked at once before it is written into', async () => {
    const looked: string[] = [];
    const belongs = async (recordId: string): Promise<Kept> => {
      looked.push(recordId);
      return { outcome: 'kept', recordId };
    };
    await records.remember(KEY, 'call-1', 'r-9', { isUnproven: true });
    expect([await keep({ belongs }), await keep({ belongs })]).toEqual(Array(2).fill({ outcome: 'delivered' }));
    expect([looked, updated, made]).toEqual([['r-9'], ['r-9', 'r-9'], []]);
  });

  it('that somebody has named and is another’s is left alone, and one of our own made', async () => {
    await records.remember(KEY, 'call-1', 'r-9', { isUnproven: true });
    const belongs = async () => ({ outcome: 'none' as const });
    // The CRM has answered: its circuit is not to count it.
    expect(await keep({ belongs })).toEqual({ outcome: 'failed', status: 0, retryAfter: 0, isNoFault: true });
    expect(await keep({ belongs })).toEqual({ outcome: 'delivered' });
    expect([updated, made]).toEqual([[], ['r-1']]);
  });

  it('that somebody has named stays unproven while the CRM does not answer', async () => {
    await records.remember(KEY, 'call-1', 'r-9', { isUnproven: true });
    const belongs = async () => ({ outcome: 'unavailable' as const, status: 503, retryAfter: 5 });
    expect((await keep({ belongs })).outcome).toBe('failed');
    expect(await records.claim(KEY, 'call-1')).toEqual({ outcome: 'known', recordId: 'r-9', isUnproven: true });
    expect([updated, made]).toEqual([[], []]);
  });

  it('is looked for when its maker got no answer, and not made twice', async () => {
    created = async () => {
      await make();
      return { outcome: 'unavailable', status: 0, retryAfter: 0 };
    };
    expect(await keep()).toEqual({ outcome: 'failed', status: 0, retryAfter: 0 });
    expect(await keep()).toEqual({ outcome: 'failed', status: 0, retryAfter: 5_000, isNoFault: true });
    now += 121_000;
    expect(await keep()).toEqual({ outcome: 'delivered' });
    expect([made, updated]).toEqual([['r-1'], ['r-1']]);
  });

  it('is made by the next when the CRM has refused the first', async () => {
    created = async () => ({ outcome: 'refused', status: 403 });
    expect(await keep()).toEqual({ outcome: 'failed', status: 403, retryAfter: 0 });
    created = undefined;
    expect(await keep()).toEqual({ outcome: 'delivered' });
  });
});
