/** Texts of the timeline, in German. */
import type * as english from '../en/timeline.ts';

export const listen = 'Anhören';
export const notStored = 'Sie ist noch nicht gespeichert. Versuchen Sie es in ein paar Minuten erneut.';
export const notPlayed = 'Sie lässt sich nicht abspielen. Prüfen Sie den Ton dieses Rechners.';
export const speed = 'Tempo';
export const none = 'Noch ist nichts geschehen';
export const outbound: typeof english.outbound = (agent, who) => `${agent} → ${who}`;
export const inbound: typeof english.inbound = (who) => `Anruf von ${who}`;
export const willCall: typeof english.willCall = (who) => `Anruf bei ${who}`;
export const callback = 'Rückruf';
export const you = 'Sie';
export const byYou = 'Ihnen';
export const erasedPerson = 'gelöschte Person';
export const someone = 'Jemand';
export const duration: typeof english.duration = (time) => `${time} min`;
export const addOutcome = 'Ergebnis eintragen';
export const editOutcome = 'Ergebnis ändern';
export const followUp: typeof english.followUp = (date) => `Wiedervorlage ${date}`;
export const due: typeof english.due = (date) => `fällig ${date}`;
export const inLine: typeof english.inLine = (place, about) => `Platz ${place}, etwa um ${about}`;
export const by: typeof english.by = (who) => `von ${who}`;
export const throughLink: typeof english.throughLink = (who) => `über einen Link von ${who}`;
export const types: typeof english.types = {
  'contact.added': (name) => `${name} hinzugefügt`,
  'contact.updated': (name) => `${name} geändert`,
  'contact.removed': (name) => `${name} entfernt`,
  'document.added': (name) => `Dokument ${name} hinzugefügt`,
  'document.updated': (name) => `Dokument ${name} geändert`,
  'document.removed': (name) => `Dokument ${name} entfernt`,
  'document.shared': (name) => `Link zu ${name} erstellt`,
  'document.unshared': (name) => `Link zu ${name} widerrufen`,
  'document.opened': (name) => `${name} von außen geöffnet,`,
  'outcome.saved': (name) => `Ergebnis des Anrufs mit ${name} gespeichert`,
  'call.moved': (name) => `Anruf bei ${name} verschoben`,
};
export const empty = 'leer';
export const filter = 'Was gezeigt wird';
export const all = 'Alles';
export const kinds: typeof english.kinds = { calls: 'Anrufe', changes: 'Änderungen', documents: 'Dokumente' };
export const byWhom = 'Von';
export const everybody = 'Allen';
export const nothing = 'Nichts dieser Art';
export const more: typeof english.more = (count) => `${count} weitere zeigen`;
export const details = 'Details';
export const savedBy: typeof english.savedBy = (who, at) => `Ergebnis gespeichert von ${who}, ${at}`;
export const times: typeof english.times = {
  requestedAt: 'Angefragt',
  dialingAt: 'Gewählt',
  answeredAt: 'Angenommen',
  withAgentAt: 'Beim Agenten',
  endedAt: 'Beendet',
};
