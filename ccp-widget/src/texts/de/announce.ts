/** Texts of what a screen reader announces of calls, in German. */
import type * as english from '../en/announce.ts';

export const ringing: typeof english.ringing = (who, what) => `Anruf mit ${who}${what ? ` zu ${what}` : ''} klingelt`;
export const connected: typeof english.connected = (who) => `Verbunden mit ${who}`;
export const ended: typeof english.ended = (who) => `Gespräch mit ${who} beendet`;
