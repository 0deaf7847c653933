/** Texts of calling somebody while a call is on, in German. */
import type * as english from '../en/busy.ts';

export const title: typeof english.title = (who) => `${who} anrufen?`;
export const talking: typeof english.talking = (other, who) =>
  `Sie sprechen gerade mit ${other}. Bei einem zweiten Anruf müsste ${who} warten.`;
export const finishing: typeof english.finishing = (other, who) =>
  `Das Gespräch mit ${other} ist noch nicht abgeschlossen. Bis dahin erreicht Sie kein Anruf, und ${who} müsste warten.`;
export const afterThis = 'Nach diesem anrufen';
export const now = 'Trotzdem jetzt anrufen';
export const cancel = 'Abbrechen';
export const planned: typeof english.planned = (who) =>
  `${who} wird angerufen, sobald dieses Gespräch abgeschlossen ist`;
export const next: typeof english.next = (who) => `Danach: ${who}`;
export const forget: typeof english.forget = (who) => `${who} danach nicht anrufen`;
