/** Texts of calls that wait for their time, in German. */
import type * as english from '../en/waiting.ts';

export const callAt = 'Anrufen um';
export const yours: typeof english.yours = (zone) => `Ihre Zeit (${zone}).`;
export const theirs: typeof english.theirs = (moment, zone) => `Dort: ${moment} (${zone}).`;
export const move = 'Verschieben';
export const moveTitle: typeof english.moveTitle = (who) => `Anruf bei ${who} verschieben`;
export const moved: typeof english.moved = (who, date) => `Anruf bei ${who} verschoben: ${date}`;
export const cancel = 'Absagen';
export const cancelTitle: typeof english.cancelTitle = (who) => `Anruf bei ${who} absagen`;
export const cancelled: typeof english.cancelled = (who) => `Anruf bei ${who} abgesagt`;
