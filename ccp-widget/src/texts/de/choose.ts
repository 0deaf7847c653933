/** Texts of choosing the opportunity of a call, in German. */
import type * as english from '../en/choose.ts';

export const silent: typeof english.silent = (who: string) => `Keine Antwort von ${who}`;
export const notAttached = 'Der Anruf ist noch nicht erfasst';
export const several = 'Diese Nummer gehört zu mehreren Verkaufschancen';
export const severalHint = 'Wählen Sie, worum es im Gespräch geht.';
export const none = 'Keine Verkaufschance kennt diese Nummer';
export const noneHint = 'Suchen Sie sie nach Namen: der Anruf wird dann bei ihr erfasst.';
export const lookingUp = 'Anrufer wird gesucht…';
