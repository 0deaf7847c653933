/** Texts of edits that wait, in German. */
export const outbox = {
  offline: 'Sie sind offline',
  failing: 'Der Server ist nicht zu erreichen',
  needsYou: 'Sie müssen entscheiden',
  notYet: 'Noch ist nicht alles gespeichert',
  count: (count: number) => (count === 1 ? '1 Änderung wartet' : `${count} Änderungen warten`),
  offlineHint:
    'Was Sie ändern, bleibt hier und wird später gesendet. Anrufe, Uploads, Suche und Links brauchen das Netz.',
  show: 'Änderungen zeigen',
  sendNow: 'Jetzt senden',
  title: 'Wartende Änderungen',
  none: 'Alles ist gespeichert.',
  hint: 'Sie bleiben auf diesem Computer und werden in dieser Reihenfolge gesendet, auch nach einem Neuladen. Anrufe, Uploads, Suche und Links brauchen das Netz; ein unterbrochener Upload geht weiter.',
  forgetful: 'Dieser Browser behält nichts: Lassen Sie diese Seite offen, bis alles gesendet ist.',
  others: (count: number) =>
    `${outbox.count(count)} hier von jemand anderem, bis dieser Agent sich an diesem Computer anmeldet.`,
  works: {
    'edit-contact': (name: string) => `Änderung von ${name}`,
    'add-contact': (name: string) => `Neue Person ${name}`,
    'remove-contact': (name: string) => `Entfernen von ${name}`,
    'edit-document': (name: string) => `Änderung von ${name}`,
    outcome: (name: string) => `Ergebnis des Anrufs mit ${name}`,
  },
  waits: 'Noch nicht gesendet',
  behind: 'wartet auf die darüber',
  discard: 'Verwerfen',
  discardWork: (work: string) => `Verwerfen: ${work}`,
  discarded: (name: string) => `Änderung von ${name} verworfen`,
  kept: (who: string) => `Das Ergebnis des Anrufs mit ${who} bleibt hier und wird gesendet`,
};
