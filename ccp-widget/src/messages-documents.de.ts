/** Texts of what is done with documents, in German. */
import { formatCount } from './format/format-number.ts';

export const documents: typeof import('./messages-documents.en.ts').documents = {
  share: {
    title: (title) => `${title} teilen`,
    hint: 'Mit einem Link teilen',
    explanation: 'Wer den Link hat, lädt das Dokument ohne Anmeldung herunter, bis er endet oder Sie ihn widerrufen.',
    off: 'Links für Außenstehende sind hier abgeschaltet. Fragen Sie Ihre Administration.',
    make: 'Neuer Link für',
    hours: { 1: '1 Stunde', 24: '1 Tag', 168: '7 Tage' },
    making: 'Der Link wird gemacht …',
    address: 'Link',
    once: '(nur jetzt zu sehen: kopieren Sie ihn)',
    copy: 'Kopieren',
    copied: (until) => `Link kopiert. Er gilt bis ${until}.`,
    made: (until) => `Der Link ist da. Er gilt bis ${until}.`,
    refused:
      'Der Browser lässt diese Seite nicht kopieren. Erlauben Sie die Zwischenablage in den Einstellungen neben der Adresse.',
    active: 'Links, die jetzt gelten',
    none: 'Keine.',
    until: (until) => `bis ${until}`,
    by: (who, at) => `von ${who}, ${at}`,
    opened: (count, at) =>
      at === undefined
        ? 'noch nicht geöffnet'
        : `${count === 1 ? 'einmal' : `${formatCount(count)}-mal`} geöffnet, zuletzt ${at}`,
    revoke: 'Widerrufen',
    revokeOf: (until) => `Den Link bis ${until} widerrufen`,
    revoked: 'Der Link ist widerrufen: er öffnet nichts mehr.',
  },
};
