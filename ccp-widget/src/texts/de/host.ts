/** Texts of what only a host has, in German. */
import type * as english from '../en/host.ts';

export const whichDeal = 'Für welchen Deal?';
export const known: typeof english.known = (name) => `Das CRM kennt diese Nummer: ${name}`;
export const show = 'Anzeigen';
export const notInternational: typeof english.notInternational = (number) =>
  `${number} nennt kein Land. Rufen Sie aus dem Deal an, oder schreiben Sie die Nummer mit Landesvorwahl.`;
export const noDeal: typeof english.noDeal = (number) =>
  `Zu ${number} ist hier kein Deal bekannt. Rufen Sie aus dem Deal an, oder fügen Sie die Person einem hinzu.`;
export const notFound: typeof english.notFound = (number, why) =>
  `${number} konnte nicht nachgeschlagen werden: ${why}`;
export const dealUnknown: typeof english.dealUnknown = (why) =>
  `Diese Verkaufschance kann von hier nicht angerufen werden${why ? `. ${why}` : '.'}`;
export const nobody: typeof english.nobody = (number, deal) => `${number} gehört nicht genau einer Person von ${deal}.`;
export const otherNumber: typeof english.otherNumber = (number, name) =>
  `${number} ist hier nicht als Nummer von ${name} bekannt.`;
export const unreachable =
  'Die Seite ringsum antwortet nicht: Klicks auf ihre Nummern rufen niemanden an. Laden Sie sie neu.';
