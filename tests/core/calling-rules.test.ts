import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOpen, nextOpening } from '../../functions/core/calling-hours.ts';
import { judgeCall, personToJudge } from '../../functions/core/calling-rules.ts';

const MINUTE = 60_000;
const hours = { start: '08:00', end: '21:00' };
const zones = [
  'America/Los_Angeles',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/Santiago',
  'UTC',
];
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));

describe('calling hours', () => {
  it.each([
    ['2026-11-24T04:30:00Z', 'Europe/Berlin', '2026-11-24T07:00:00.000Z'],
    ['2026-11-24T20:00:00Z', 'Europe/Berlin', '2026-11-25T07:00:00.000Z'],
    // The night in which the clock goes forward, and the one in which it goes back.
    ['2026-03-29T00:30:00Z', 'Europe/Berlin', '2026-03-29T06:00:00.000Z'],
    ['2026-10-25T00:30:00Z', 'Europe/Berlin', '2026-10-25T07:00:00.000Z'],
    ['2026-03-08T09:00:00Z', 'America/Los_Angeles', '2026-03-08T15:00:00.000Z'],
    ['2026-11-01T08:00:00Z', 'America/Los_Angeles', '2026-11-01T16:00:00.000Z'],
    ['2026-11-24T22:00:00Z', 'Asia/Kathmandu', '2026-11-25T02:15:00.000Z'],
  ])('at %s in %s open next at %s', (at, zone, opening) => {
    expect(nextOpening(new Date(at), zone, hours).toISOString()).toBe(opening);
  });

  it('open at the first moment after 02:30 when the clock jumps from 02:00 to 03:00', () => {
    const opening = nextOpening(new Date('2026-03-29T00:10:00Z'), 'Europe/Berlin', { start: '02:30', end: '20:00' });
    expect(opening.toISOString()).toBe('2026-03-29T01:00:00.000Z');
  });

  it('are open at the next opening and closed at every minute before, all year, in every zone', () => {
    const minute = fc.integer({ min: Date.UTC(2026, 0, 1) / MINUTE, max: Date.UTC(2027, 0, 1) / MINUTE });
    fc.assert(
      fc.property(minute, fc.constantFrom(...zones), time, time, (from, zone, start, end) => {
        const at = new Date(from * MINUTE + 1_234);
        const opening = nextOpening(at, zone, { start, end });
        expect(isOpen(opening, zone, { start, end })).toBe(true);
        expect(opening.getTime() - at.getTime()).toBeLessThanOrEqual(49 * 60 * MINUTE);
        const before = Math.ceil(opening.getTime() / MINUTE) - 1;
        for (let checked = before; checked * MINUTE > at.getTime() && checked > before - 30; checked -= 1) {
          expect(isOpen(new Date(checked * MINUTE), zone, { start, end })).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('the calling rules', () => {
  const now = new Date('2026-11-24T22:00:00Z');
  const judge = (changes: Partial<Parameters<typeof judgeCall>[0]>) =>
    judgeCall({
      person: { doNotCall: false, timeZone: 'Europe/Berlin' },
      callingHours: hours,
      notBefore: undefined,
      now,
      ...changes,
    });

  it('block a person who must not be called, whatever the hour', () => {
    expect(judge({ person: { doNotCall: true } })).toEqual({ outcome: 'blocked', reason: 'do-not-call' });
  });

  it('hold a call until the person’s morning', () => {
    const dueAt = new Date('2026-11-25T07:00:00Z');
    expect(judge({})).toEqual({ outcome: 'held', reason: 'calling-hours', dueAt });
  });

  it('know no hours for a person whose zone nobody knows, nor for a source without any', () => {
    expect(judge({ person: { doNotCall: false } })).toEqual({ outcome: 'allowed' });
    expect(judge({ callingHours: undefined })).toEqual({ outcome: 'allowed' });
  });

  it.each([
    ['2026-11-25T12:00:00Z', '2026-11-25T12:00:00Z'],
    ['2026-11-25T03:00:00Z', '2026-11-25T07:00:00Z'],
  ])('schedule a call wished for %s for %s', (wish, due) => {
    expect(judge({ notBefore: new Date(wish) })).toEqual({
      outcome: 'scheduled',
      reason: 'not-before',
      dueAt: new Date(due),
    });
  });

  it('take an agent’s edit for newer than the CRM’s word only while it is on its way there', () => {
    const stored = {
      ...{ id: 'c-1', name: 'Dana', phones: [], group: 'team' as const, primary: false, attributes: {} },
      ...{ version: 2, updatedAt: '', updatedBy: 'ana', doNotCall: true },
    };
    const asked = { doNotCall: false };
    expect(personToJudge(asked, { ...stored, pendingWriteBackVersion: 2 }).doNotCall).toBe(true);
    expect(personToJudge(asked, { ...stored, pendingWriteBackVersion: undefined }).doNotCall).toBe(false);
  });
});
