/** Texts of what only a host has, in German. */
import type * as english from '../en/host.ts';

export const whichDeal = 'Für welche Verkaufschance?';
export const known: typeof english.known = (name) => `Das CRM kennt diese Nummer: ${name}`;
export const show = 'Zeigen';
export const notInternational: typeof english.notInternational = (number) =>
  `${number} nennt kein Land. Rufen Sie aus der Verkaufschance an oder schreiben Sie die Nummer mit Landesvorwahl.`;
export const noDeal: typeof english.noDeal = (number) =>
  `Zu ${number} ist hier keine Verkaufschance bekannt. Rufen Sie aus der Verkaufschance an oder fügen Sie die Person einer hinzu.`;
export const notFound: typeof english.notFound = (number, why) => `${number} war nicht nachzuschlagen: ${why}`;
export const noAnswer = 'Das CRM antwortet nicht';
export const dealUnknown: typeof english.dealUnknown = (why) =>
  `Zu dieser Verkaufschance ist hier kein Anruf möglich${why ? `. ${why}` : '.'}`;
export const nobody: typeof english.nobody = (number, deal) => `${number} gehört in ${deal} nicht genau einer Person.`;
export const otherNumber: typeof english.otherNumber = (number, name) =>
  `${number} ist hier nicht als Nummer von ${name} bekannt.`;
export const unreachable =
  'Die Seite ringsum antwortet nicht: Klicks auf ihre Nummern rufen niemanden an. Laden Sie sie neu.';
