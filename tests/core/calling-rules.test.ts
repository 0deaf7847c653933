import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CallToJudge, judgeCall, type Limit, personToJudge } from '../../functions/core/calling-rules.ts';
import { type CallingRules, WEEKDAYS } from '../../functions/core/contracts/calling-rules.ts';

const callingHours = { start: '08:00', end: '21:00' };
const rules = (given: Partial<CallingRules> = {}): CallingRules => ({
  unknownTimeZone: 'number',
  whenBlocked: 'hold',
  ...given,
});
const now = new Date('2026-11-24T22:00:00Z');
const berlin = { doNotCall: false, timeZone: 'Europe/Berlin' };
const judge = (changes: Partial<CallToJudge>) =>
  judgeCall({ source: { callingHours }, person: berlin, number: '+4930555010', notBefore: undefined, now, ...changes });

describe('the calling rules', () => {
  it('block a person who must not be called, whatever the hour, and a number that is listed', () => {
    expect(judge({ person: { doNotCall: true } })).toEqual({ outcome: 'blocked', reason: 'do-not-call' });
    expect(judge({ isListed: true })).toEqual({ outcome: 'blocked', reason: 'do-not-call' });
  });

  it('hold a call until the person’s morning', () => {
    const dueAt = new Date('2026-11-25T07:00:00Z');
    expect(judge({})).toEqual({ outcome: 'held', reason: 'calling-hours', dueAt });
  });

  it('refuse it instead, with the time, when the source wants that', () => {
    const source = { callingHours, callingRules: rules({ whenBlocked: 'refuse' }) };
    const dueAt = new Date('2026-11-25T07:00:00Z');
    expect(judge({ source })).toEqual({ outcome: 'blocked', reason: 'calling-hours', dueAt });
  });

  it('in the short form know no hours for a person whose zone nobody knows, nor for a source without any', () => {
    expect(judge({ person: { doNotCall: false } })).toEqual({ outcome: 'allowed' });
    expect(judge({ source: {} })).toEqual({ outcome: 'allowed' });
  });

  it.each([
    ['+4930555010', '2026-11-25T07:00:00.000Z'],
    // San Francisco: it is two in the afternoon there. A freephone number may be anywhere from Guam to Newfoundland.
    ['+14155550101', undefined],
    // Brazil has four zones, São Paulo one.
    ['+5511955501010', undefined],
    ['+551155501010', undefined],
    ['+881612345678', undefined],
  ])('take the zones of %s for a person whose zone nobody knows', (number, due) => {
    const source = { callingHours, callingRules: rules() };
    const verdict = judge({ source, person: { doNotCall: false }, number });
    expect('dueAt' in verdict ? verdict.dueAt?.toISOString() : undefined).toBe(due);
  });

  it('refuse a number of a whole continent whose clocks never agree', () => {
    const source = { callingRules: rules({ hours: [{ days: [...WEEKDAYS], start: '09:00', end: '17:00' }] }) };
    const verdict = judge({ source, person: { doNotCall: false }, number: '+18005550101' });
    expect(verdict).toEqual({ outcome: 'blocked', reason: 'calling-hours' });
  });

  it.each([
    ['2026-11-25T12:00:00Z', '2026-11-25T12:00:00Z'],
    ['2026-11-25T03:00:00Z', '2026-11-25T07:00:00Z'],
  ])('schedule a call wished for %s for %s', (wish, due) => {
    const dueAt = new Date(due);
    expect(judge({ notBefore: new Date(wish) })).toEqual({ outcome: 'scheduled', reason: 'not-before', dueAt });
  });

  it('close on the holidays of the number’s country, and on the source’s own days, for as long as they last', () => {
    const source = {
      callingRules: rules({ holidays: { countries: ['DE'], dates: ['2026-12-24'] } }),
      holidays: { '49': '20261225 20261226' },
    };
    const christmas = new Date('2026-12-24T11:00:00Z');
    const dueAt = new Date('2026-12-26T23:00:00Z');
    expect(judge({ source, now: christmas })).toEqual({ outcome: 'held', reason: 'holiday', dueAt });
    const french = { source, number: '+33155501010', person: { doNotCall: false } };
    expect(judge({ ...french, now: christmas })).toMatchObject({ dueAt: new Date('2026-12-24T23:00:00Z') });
    expect(judge({ ...french, now: new Date('2026-12-25T11:00:00Z') })).toEqual({ outcome: 'allowed' });
  });

  it('do not hold a call for longer than its request is kept', () => {
    const source = { callingRules: rules({ hours: [{ days: ['tue'], start: '08:00', end: '09:00' }] }) };
    const after = new Date('2026-11-24T08:00:00Z');
    const dueAt = new Date('2026-12-01T07:00:00Z');
    expect(judge({ source, now: after })).toEqual({ outcome: 'held', reason: 'calling-hours', dueAt });
    const holidays = { '49': '20261201' };
    expect(judge({ source: { ...source, holidays }, now: after })).toEqual({
      ...{ outcome: 'blocked', reason: 'calling-hours', dueAt: new Date('2026-12-08T07:00:00Z') },
    });
  });
});

describe('consent', () => {
  const source = { callingRules: rules({ consent: { required: true, purpose: 'marketing' } }) };
  it.each([
    [undefined, 'consent'],
    [{ status: 'unknown' as const }, 'consent'],
    [{ status: 'granted' as const }, undefined],
    [{ status: 'granted' as const, purposes: ['marketing', 'service'] }, undefined],
    [{ status: 'granted' as const, purposes: ['service'] }, 'consent'],
    [{ status: 'granted' as const, until: '2026-11-24T22:00:00Z' }, 'consent'],
    [{ status: 'granted' as const, until: '2026-11-24T22:00:01Z' }, undefined],
    [{ status: 'denied' as const }, 'consent'],
  ])('%o of a person whom the source may call with consent only', (consent, reason) => {
    const verdict = judge({ source, person: { ...berlin, consent } });
    expect(verdict).toEqual(reason === undefined ? { outcome: 'allowed' } : { outcome: 'blocked', reason });
  });

  it('that was refused counts for every source', () => {
    expect(judge({ source: {}, person: { ...berlin, consent: { status: 'denied' } } })).toMatchObject({
      reason: 'consent',
    });
    expect(judge({ source: {}, person: { ...berlin, consent: { status: 'unknown' } } })).toEqual({
      outcome: 'allowed',
    });
  });
});

describe('several rules at once', () => {
  const limit = fc.record({
    reason: fc.constantFrom<Limit['reason']>('attempt-cap', 'minimum-gap'),
    until: fc.integer({ min: -600, max: 3_000 }).map((minutes) => new Date(now.getTime() + minutes * 60_000)),
  });
  const limits = fc
    .array(limit, { maxLength: 4 })
    .chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })));

  it('say the same in any order, and the call is allowed when they say and not a minute before', () => {
    fc.assert(
      fc.property(limits, fc.boolean(), ([some, shuffled], hasHours) => {
        const source = hasHours ? { callingHours } : {};
        const verdict = judge({ source, limits: some });
        expect(judge({ source, limits: shuffled })).toEqual(verdict);
        if (!('dueAt' in verdict) || verdict.dueAt === undefined) return;
        expect(judge({ source, limits: some, now: verdict.dueAt })).toEqual({ outcome: 'allowed' });
        const before = new Date(verdict.dueAt.getTime() - 60_000);
        if (before > now) expect(judge({ source, limits: some, now: before }).outcome).toBe('held');
      }),
    );
  });

  it('name the one that lasts longest', () => {
    const until = new Date('2026-11-25T09:00:00Z');
    expect(judge({ limits: [{ reason: 'attempt-cap', until }] })).toMatchObject({
      reason: 'attempt-cap',
      dueAt: until,
    });
    const soon = new Date('2026-11-24T22:05:00Z');
    expect(judge({ limits: [{ reason: 'minimum-gap', until: soon }] })).toMatchObject({ reason: 'calling-hours' });
  });
});

describe('whose word counts', () => {
  it('an agent’s edit, only while it is on its way to the CRM', () => {
    const stored = {
      ...{ id: 'c-1', name: 'Dana', phones: [], group: 'team' as const, primary: false, attributes: {} },
      ...{ version: 2, updatedAt: '', updatedBy: 'ana', doNotCall: true },
    };
    const asked = { doNotCall: false };
    expect(personToJudge(asked, { ...stored, pendingWriteBackVersion: 2 }).doNotCall).toBe(true);
    expect(personToJudge(asked, { ...stored, pendingWriteBackVersion: undefined }).doNotCall).toBe(false);
  });
});
