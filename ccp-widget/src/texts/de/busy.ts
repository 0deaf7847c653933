/** Texts of calling somebody while a call is on, in German. */
import type * as english from '../en/busy.ts';

export const title: typeof english.title = (who) => `${who} anrufen?`;
export const talking: typeof english.talking = (other, who) => `Sie sprechen mit ${other}. ${who} müsste warten.`;
export const finishing: typeof english.finishing = (other, who) =>
  `Der Anruf mit ${other} ist noch nicht abgeschlossen. Bis dahin müsste ${who} warten.`;
export const afterThis = 'Danach anrufen';
export const now = 'Trotzdem jetzt anrufen';
export const cancel = 'Abbrechen';
export const planned: typeof english.planned = (who) => `${who} wird nach diesem Anruf angerufen`;
export const next: typeof english.next = (who) => `Danach: ${who}`;
export const forget: typeof english.forget = (who) => `${who} danach nicht anrufen`;
