import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isShareOpen, shareEnd, shareHours } from '../../functions/core/document-sharing.ts';

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 24) + minutes * 60_000);

describe('sharing', () => {
  it.each([
    [{}, [1, 24, 168]],
    [{ sharing: { allowed: true } }, [1, 24, 168]],
    [{ sharing: { allowed: true, maxHours: 167.5 } }, [1, 24]],
    [{ sharing: { allowed: true, maxHours: 1 } }, [1]],
    [{ sharing: { allowed: false, maxHours: 168 } }, []],
  ])('of %j offers %j', (source, hours) => {
    expect(shareHours(source)).toEqual(hours);
  });

  it('works until its end, and no longer than the source’s longest as it is configured now', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(1, 24, 168),
        fc.option(fc.integer({ min: 1, max: 168 }), { nil: undefined }),
        fc.boolean(),
        fc.integer({ min: 0, max: 200 * 60 }),
        (hours, maxHours, allowed, minutes) => {
          const createdAt = at(0).toISOString();
          const share = { createdAt, expiresAt: shareEnd(createdAt, hours) };
          const source = { sharing: { allowed, ...(maxHours !== undefined && { maxHours }) } };
          const longest = [168, 24, 1].find((choice) => choice <= (maxHours ?? 168)) ?? 0;
          const isOpen = allowed && minutes < hours * 60 && minutes < longest * 60;
          expect(isShareOpen(share, source, at(minutes))).toBe(isOpen);
        },
      ),
    );
  });
});
