/** Texts of edits that wait, in German. */
import type * as english from '../en/outbox.ts';

export const offline = 'Sie sind offline';
export const failing = 'Der Server ist nicht erreichbar';
export const needsYou = 'Sie müssen entscheiden';
export const notYet = 'Noch nicht alles gespeichert';
export const count: typeof english.count = (edits) =>
  edits === 1 ? '1 Änderung wartet' : `${edits} Änderungen warten`;
export const offlineHint =
  'Was Sie ändern, bleibt hier und wird später gesendet. Anrufe, Uploads, Suche und Links brauchen das Netz.';
export const show = 'Änderungen zeigen';
export const sendNow = 'Jetzt senden';
export const title = 'Wartende Änderungen';
export const none = 'Alles ist gespeichert.';
export const hint =
  'Sie bleiben auf diesem Rechner und werden in dieser Reihenfolge gesendet. Anrufe, Uploads, Suche und Links brauchen das Netz.';
export const forgetful = 'Dieser Browser behält nichts: Lassen Sie die Seite offen, bis alles gesendet ist.';
export const others: typeof english.others = (edits) =>
  `${count(edits)}, bis sich ein anderer Agent an diesem Rechner anmeldet.`;
export const works: typeof english.works = {
  'edit-contact': (name: string) => `Änderung von ${name}`,
  'add-contact': (name: string) => `Neue Person ${name}`,
  'remove-contact': (name: string) => `Entfernen von ${name}`,
  'edit-document': (name: string) => `Änderung von ${name}`,
  outcome: (name: string) => `Ergebnis des Anrufs mit ${name}`,
};
export const waits = 'Noch nicht gesendet';
export const behind = 'wartet auf die darüber';
export const discard = 'Verwerfen';
export const discardWork: typeof english.discardWork = (work: string) => `Verwerfen: ${work}`;
export const discarded: typeof english.discarded = (name: string) => `Änderung von ${name} verworfen`;
export const kept: typeof english.kept = (who: string) =>
  `Ergebnis des Anrufs mit ${who} bleibt hier und wird später gesendet`;
