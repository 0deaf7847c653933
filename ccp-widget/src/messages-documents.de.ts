/** Texts of what is done with documents, in German. */
import { formatCount } from './format/format-number.ts';

export const documents: typeof import('./messages-documents.en.ts').documents = {
  upload: {
    failed: (name) => `${name} wurde nicht hochgeladen`,
    failedAdvice: 'Prüfen Sie die Netzverbindung und laden Sie noch einmal hoch.',
    goOnAdvice: 'Prüfen Sie die Netzverbindung und wählen Sie die Datei noch einmal: es geht weiter, wo es aufhörte.',
    done: (name) => `${name} hochgeladen`,
    cancel: (name) => `${name} abbrechen`,
    empty: (name) => `${name} ist leer`,
    tooLarge: (name) => `${name} ist zu groß: ein Dokument darf 50 MB haben`,
    interrupted: 'Unterbrochene Uploads',
    chooseAgain: (name) =>
      `${name} ist noch nicht ganz da. Wählen Sie dieselbe Datei noch einmal: es geht weiter, wo es aufhörte.`,
    discard: 'Verwerfen',
  },
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
  versions: {
    title: 'Fassungen',
    add: 'Neue Fassung',
    number: (number) => `Fassung ${number}`,
    current: 'aktuell',
    fromCrm: 'aus dem CRM',
    open: 'Öffnen',
    openOf: (number) => `Öffnen: Fassung ${number}`,
    show: 'Wieder zeigen',
    showOf: (number) => `Wieder zeigen: Fassung ${number}`,
    shown: (title, number) => `${title} zeigt wieder Fassung ${number}`,
  },
  failure: {
    newer: 'Das ist die letzte gute Fassung; eine neuere ist nicht angekommen.',
    reasons: {
      unreachable: 'Der Server des CRM hat nicht geantwortet.',
      'http-error': 'Das CRM hat es nicht herausgegeben.',
      'too-large': 'Es ist größer als erlaubt (höchstens 50 MB).',
      'host-not-allowed': 'Sein Server ist nicht unter den erlaubten.',
      'private-address': 'Seine Adresse ist nicht öffentlich.',
      'type-not-allowed': 'Diese Art von Datei ist nicht erlaubt.',
      'content-mismatch': 'Sein Inhalt ist nicht, was seine Art sagt.',
    },
    statuses: {
      401: 'Das CRM verlangt dafür eine Anmeldung. Bitten Sie die Administration des CRM um Zugang für dieses System.',
      403: 'Das CRM gibt es diesem System nicht. Bitten Sie die Administration des CRM um Zugang.',
      404: 'Das CRM hat es nicht mehr.',
      410: 'Das CRM hat es nicht mehr.',
    },
    again: 'Noch einmal holen',
    againOf: (title) => `Noch einmal holen: ${title}`,
    orUpload: 'Sie können es auch hier hochladen.',
    otherWay: 'Öffnen Sie es im CRM, oder laden Sie es hier hoch.',
  },
};
