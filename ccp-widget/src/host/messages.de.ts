/** Texts of what only a host has, in German. */
import type { HostMessages } from './messages.en.ts';

export const host: HostMessages = {
  whichDeal: 'Für welchen Deal?',
  known: (name) => `Das CRM kennt diese Nummer: ${name}`,
  show: 'Anzeigen',
  notInternational: (number) =>
    `${number} nennt kein Land. Rufen Sie aus dem Deal an, oder schreiben Sie die Nummer mit Landesvorwahl.`,
  noDeal: (number) =>
    `Zu ${number} ist hier kein Deal bekannt. Rufen Sie aus dem Deal an, oder fügen Sie die Person einem hinzu.`,
  notFound: (number, why) => `${number} konnte nicht nachgeschlagen werden: ${why}`,
  dealUnknown: (why) => `Diese Verkaufschance kann von hier nicht angerufen werden${why ? `. ${why}` : '.'}`,
  nobody: (number, deal) => `${number} gehört nicht genau einer Person von ${deal}.`,
  otherNumber: (number, name) => `${number} ist hier nicht als Nummer von ${name} bekannt.`,
  unreachable: 'Die Seite ringsum antwortet nicht: Klicks auf ihre Nummern rufen niemanden an. Laden Sie sie neu.',
};
