import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBytes } from '../../ccp-widget/src/format/format-bytes.ts';
import { formatDuration } from '../../ccp-widget/src/format/format-duration.ts';
import { formatMoney } from '../../ccp-widget/src/format/format-money.ts';
import { formatDate, formatDaysFromNow, localTime } from '../../ccp-widget/src/format/format-time.ts';
import { initials, toneOf } from '../../ccp-widget/src/format/initials.ts';

const plain = (text: string): string => text.replace(/\s/gu, ' ');

describe('what agents read', () => {
  it('shows money as the locale writes it, cents only when there are some', () => {
    expect(formatMoney(125_000, 'EUR', 'en-GB')).toBe('€125,000');
    expect(plain(formatMoney(125_000, 'EUR', 'de-DE'))).toBe('125.000 €');
    expect(formatMoney(99.5, 'USD', 'en-US')).toBe('$99.50');
    expect(formatMoney(1200, undefined, 'en-US')).toBe('1,200');
  });

  it('shows a close date as the same day in every time zone', () => {
    expect(formatDate('2026-12-15', 'en-GB')).toBe('15 Dec 2026');
    expect(formatDaysFromNow('2026-12-15', new Date('2026-11-24T23:30:00'), 'en')).toBe('in 3 weeks');
    expect(formatDaysFromNow('2026-11-25', new Date('2026-11-24T00:10:00'), 'en')).toBe('tomorrow');
    expect(formatDaysFromNow('2026-11-19', new Date('2026-11-24T12:00:00'), 'en')).toBe('5 days ago');
  });

  it('knows the time where the person is and marks the night', () => {
    const now = new Date('2026-11-24T22:32:00Z');
    expect(localTime('America/Los_Angeles', now, 'en-GB')).toEqual({ clock: '14:32', night: false });
    expect(localTime('Asia/Tokyo', now, 'en-GB')).toEqual({ clock: '07:32', night: true });
    expect(localTime('Mars/Olympus', now)).toBeUndefined();
  });

  it('counts a call in minutes and, if it is long, hours', () => {
    expect(['0:00', '4:07', '1:02:09']).toEqual([-5, 247_000, 3_729_000].map(formatDuration));
  });

  it('shows sizes of files', () => {
    expect(formatBytes(1_240, 'en')).toBe('1.2 kB');
    expect(formatBytes(0, 'en')).toBe('0 bytes');
    expect(formatBytes(184_220, 'en')).toBe('184 kB');
  });

  it('makes initials of whole characters', () => {
    expect(initials('Dana Reyes')).toBe('DR');
    expect(initials('Ingrid van der Sørensen')).toBe('IS');
    expect(initials('👩‍🚀 Ride')).toBe('👩‍🚀R');
    expect(initials('')).toBe('');
  });

  it('gives every id a tone, always the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (id) => {
        const tone = toneOf(id);
        return Number.isInteger(tone) && tone >= 0 && tone < 6 && tone === toneOf(id);
      }),
    );
  });
});
