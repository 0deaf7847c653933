/** Texts of the editors of people and documents, in German. */
import type * as english from '../en/editor.ts';

export const save = 'Speichern';
export const cancel = 'Abbrechen';
export const remove = 'Entfernen';
export const addTitle = 'Neue Person';
export const saving = 'Speichert…';
export const needName = 'Eine Person braucht einen Namen';
export const badPhone = 'Schreiben Sie die Nummer mit Landesvorwahl, etwa +4930555010';
export const removed: typeof english.removed = (name) => `${name} entfernt`;
export const undo = 'Rückgängig';
export const undone: typeof english.undone = (name) => `${name} ist wieder da`;
export const saved: typeof english.saved = (name) => `${name} gespeichert`;
export const numbers = 'Nummern';
export const numberKind = 'Art';
export const numberKinds: typeof english.numberKinds = ['mobil', 'Büro', 'Assistenz', 'privat'];
export const addNumber = 'Neue Nummer';
export const removeNumber: typeof english.removeNumber = (number) => `${number} entfernen`;
export const keptHere: typeof english.keptHere = (fields) => `Nur hier gespeichert: ${fields}`;
export const inCrmOnly: typeof english.inCrmOnly = (fields) => `Nur im CRM zu ändern: ${fields}`;
export const needTitle = 'Ein Dokument braucht einen Namen';
export const tagsHint = 'Tags, mit Komma getrennt';
export const tooManyTags: typeof english.tooManyTags = (tags, characters) =>
  `Höchstens ${tags} Tags mit je höchstens ${characters} Zeichen`;
export const rolesHint: typeof english.rolesHint = [
  'Entscheider',
  'Budgetentscheider',
  'Fürsprecher',
  'Beeinflusser',
  'Technischer Prüfer',
  'Recht',
  'Anwender',
];
