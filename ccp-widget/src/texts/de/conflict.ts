/** Texts of a change that met another, in German. */
import type * as english from '../en/conflict.ts';

export const title: typeof english.title = (name) => `${name} wurde inzwischen geändert`;
export const hint = 'Wählen Sie, was bleiben soll.';
export const field = 'Feld';
export const change: typeof english.change = {
  mine: 'Ihres',
  theirs: 'Das andere',
  keepMine: 'Meines speichern',
  keepTheirs: 'Das andere behalten',
};
export const removal: typeof english.removal = {
  mine: 'Vorher',
  theirs: 'Jetzt',
  keepMine: 'Trotzdem entfernen',
  keepTheirs: 'Behalten',
};
