/** Texts of choosing the opportunity of a call, in German. */
import type * as english from '../en/choose.ts';

export const silent: typeof english.silent = (who: string) => `Keine Antwort von ${who}`;
export const notAttached = 'Der Anruf ist noch nicht erfasst';
export const several = 'Diese Nummer gehört zu mehreren Verkaufschancen';
export const severalHint = 'Wählen Sie, worum es geht.';
export const none = 'Diese Nummer gehört zu keiner Verkaufschance';
export const noneHint = 'Suchen Sie nach dem Namen.';
export const lookingUp = 'Anrufer wird gesucht…';
