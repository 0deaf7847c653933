/**
 * Who may go before others when the line for dial slots is long. Slots are given in the order of asking, so that an import of
 * 10,000 calls is a line of 83 minutes; whoever asks for what the quota would give at once if there were nobody else does not
 * wait behind that. It takes over a slot near at hand that somebody else has, and that one takes a new slot.
 *
 * - A slot is used by one call: who takes it over and who was given it both claim it, and the first claim counts.
 * - Only every second slot may be taken over, so that a line goes on at half the pace at least, whatever comes.
 * - A slot that was claimed ahead is not taken over any more, and a call that lost one claims its next ahead: it loses one once.
 * - Who lost a slot after waiting in a long line goes to its end: otherwise, once its source has become small again, it would
 *   take over the next one's slot and that one the next's, and no slot would be left for anybody else.
 */

import { dialTimeOf, type Pacing } from './pacing.ts';
import type { SlotRequest } from './ports.ts';

/** A wait of this length is nobody's complaint: short lines stay as they are. Milliseconds. */
export const LONG_LINE = 10_000;
/**
 * Nobody takes over a slot that is nearer. Who was given a slot whose time has come dials without a claim; that slot was in
 * the line before, so that only somebody who looked at the clock this long before looking at the line could want it, which is
 * longer than the store's client tries (`STORE_TIMEOUTS`).
 */
export const TAKE_OVER_MARGIN = 5_000;

/** Alone, this source would be dialled at once. `ownTat`: its own bucket, filled at the pace of the whole quota. */
export const isWithinOwnQuota = (ownTat: number | undefined, now: number, pacing: Pacing): boolean =>
  dialTimeOf(Math.max(ownTat ?? 0, now) + pacing.interval, pacing) <= now;

export const mayTakeOver = (
  { isInteractive, isDisplaced, hasWaited }: SlotRequest,
  ownTat: number | undefined,
  now: number,
  pacing: Pacing,
): boolean => !(isDisplaced && hasWaited) && (isInteractive || isWithinOwnQuota(ownTat, now, pacing));

/** Near enough for everybody. */
export const isNear = (tat: number, now: number, pacing: Pacing): boolean => dialTimeOf(tat, pacing) <= now + LONG_LINE;

/** The slots of a line are one interval apart: every second one. */
export const mayBeTakenOver = (tat: number, { interval }: Pacing): boolean => Math.floor(tat / interval) % 2 === 1;

/** Slots of the line to take over, as their TATs, the nearest first; none when the line is short. `tat` is the line's last. */
export function slotsToTakeOver(tat: number, now: number, pacing: Pacing, count: number): readonly number[] {
  const { interval } = pacing;
  if (isNear(tat + interval, now, pacing)) return [];
  const ahead = Math.floor((dialTimeOf(tat, pacing) - now - TAKE_OVER_MARGIN) / interval);
  const nearest = tat - ahead * interval;
  const first = mayBeTakenOver(nearest, pacing) ? nearest : nearest + interval;
  return Array.from({ length: count }, (_, index) => first + 2 * index * interval).filter((slot) => slot <= tat);
}
