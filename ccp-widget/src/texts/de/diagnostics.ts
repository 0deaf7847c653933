/** Texts of the diagnostics: each says what was found and, if it is wrong, the exact fix, in German. */
import type * as english from '../en/diagnostics.ts';

export const open = 'Stimmt etwas nicht?';
export const title = 'Mögliche Probleme';
export const looking = 'wird geprüft…';
export const found: typeof english.found = (count) => `${count} Problem${count === 1 ? '' : 'e'} gefunden`;
export const nothingFound = 'Kein Problem gefunden';
export const again = 'Erneut prüfen';
export const copy = 'Für den Support kopieren';
export const copied = 'Kopiert. Es nennt keine Kunden.';
export const askMicrophone = 'Browser jetzt fragen lassen';
export const tryPopup = 'Pop-up-Fenster testen';
export const verdicts: typeof english.verdicts = { good: 'geht', unsure: 'unsicher', bad: 'geht nicht' };
export const checks: typeof english.checks = {
  api: 'Server des Agentenplatzes',
  token: 'Ihre Anmeldung',
  softphone: 'Softphone',
  cookies: 'Cookies des Softphones',
  microphone: 'Mikrofon',
  sound: 'Ton der Anrufe',
  popup: 'Pop-up-Fenster',
  clock: 'Uhr dieses Rechners',
  browser: 'Browser',
  version: 'Version des Agentenplatzes',
};
export const findings: typeof english.findings = {
  apiGood: 'Er antwortet.',
  apiNotAsked: 'Nicht gefragt: Sie sind nicht angemeldet.',
  apiUnreachable: ({ api }) => `${api} antwortet nicht. Prüfen Sie, ob ein VPN, Proxy oder Werbeblocker es sperrt.`,
  offline: 'Dieser Rechner ist offline. Ihre Eingaben bleiben erhalten.',
  apiFailing: 'Er hat einen Fehler. Versuchen Sie es erneut; bleibt es so, fragen Sie Ihre Administration.',
  tokenGood: 'Sie gilt.',
  tokenNotAsked: 'Unbekannt: siehe Server oben.',
  tokenMissing: 'Sie ist abgelaufen. Laden Sie die Seite neu, um sich anzumelden; Ihre Eingaben bleiben erhalten.',
  tokenRefused: ({ api }) =>
    `${api} nimmt sie nicht an. Laden Sie die Seite neu, um sich anzumelden; bleibt es so, fragen Sie Ihre Administration: Issuer oder Audience der API passen nicht zu diesem Agentenplatz.`,
  tokenWithoutRight: 'Ihrem Konto fehlt das Recht eines Agenten. Fragen Sie Ihre Administration.',
  softphoneGood: 'Es antwortet.',
  softphoneLoading: 'Es wird geladen.',
  softphoneElsewhere:
    'Es ist in einem anderen Tab dieses Browsers. Sehen Sie dort nach oder drücken Sie „Hier verwenden“.',
  softphoneSilent: ({ desktop, softphone }) =>
    `${softphone} antwortet nicht. Sehen Sie eine Anmeldung, melden Sie sich dort an. Bleibt es leer, trägt Ihre Administration ${desktop} in der Konsole von Amazon Connect ein: Ihre Instanz, Approved origins, Add origin.`,
  softphoneLost:
    'Das Softphone antwortet nicht mehr. Ein Gespräch kann weiterlaufen; prüfen Sie das Netz. Laden Sie es neu, wenn kein Gespräch läuft.',
  softphoneSignedOut: 'Sie sind beim Softphone abgemeldet. Melden Sie sich darunter an.',
  softphoneRefused: 'Amazon Connect kennt Ihren Benutzernamen nicht. Ihre Administration fügt Sie der Instanz hinzu.',
  softphoneNotLoaded:
    'connect-streams-min.js wurde nicht geladen. Prüfen Sie das Netz und laden Sie die Seite neu; bleibt es so, fragen Sie Ihre Administration.',
  workspaceSilent:
    'Der Agent Workspace antwortet nicht. Laden Sie die App neu; bleibt es so, ist ihre Access URL in der Konsole von Amazon Connect nicht die Adresse dieser Seite.',
  workspaceLost:
    'Der Agent Workspace hat die Verbindung verloren. Ein Gespräch kann weiterlaufen; prüfen Sie das Netz.',
  workspaceNotPermitted:
    'Der Agent Workspace zeigt dieser App Ihre Anrufe nicht. Ihre Administration gibt ihr in der Konsole von Amazon Connect, Third-party applications, alle Rechte (*).',
  cookiesGood: 'Das Softphone behält seine Sitzung.',
  cookiesOff: 'Der Browser behält keine Cookies. Erlauben Sie sie in seinen Einstellungen.',
  storageRefused: ({ softphone }) =>
    `Die Seite ringsum erlaubt keine Cookies. Erlauben Sie Drittanbieter-Cookies für ${softphone} in den Einstellungen des Browsers.`,
  cookiesUnknown: ({ softphone }) =>
    `Der Browser sagt es nicht. Fragt das Softphone immer wieder nach der Anmeldung, erlauben Sie Drittanbieter-Cookies für ${softphone}: in Chrome und Edge unter Einstellungen, Datenschutz; in Firefox am Schild links der Adresse.`,
  microphoneGood: 'Es ist da, und diese Seite darf es benutzen.',
  microphoneInsecure: ({ desktop }) =>
    `${desktop} ist keine https-Seite: Browser geben ihr kein Mikrofon. Öffnen Sie ihre https-Adresse.`,
  microphoneDenied: ({ desktop }) =>
    `Es ist für ${desktop} gesperrt. Klicken Sie auf das Symbol links der Adresse, stellen Sie Mikrofon auf Zulassen und laden Sie die Seite neu.`,
  microphoneMissing: 'Keines ist angeschlossen. Stecken Sie das Headset ein und prüfen Sie erneut.',
  microphoneUnasked: 'Der Browser fragt im ersten Gespräch.',
  microphoneUnknown: 'Der Browser sagt es nicht. Hört Sie niemand, sehen Sie in seinen Einstellungen nach.',
  microphoneBusy:
    'Ein anderes Programm benutzt es. Schließen Sie, was sonst telefoniert oder aufnimmt, und prüfen Sie erneut.',
  microphoneFailed:
    'Es lässt sich nicht öffnen. Stecken Sie das Headset neu ein; wählen Sie es in den Toneinstellungen des Rechners.',
  soundGood: 'Kein Anruf hatte ein Problem.',
  soundElsewhere:
    'Sie sind in einem anderen Browser oder an einem anderen Rechner bei Amazon Connect angemeldet. Melden Sie sich dort ab und laden Sie die Seite neu.',
  soundNoMicrophone: 'Der letzte Anruf hatte kein Mikrofon.',
  soundBlocked: ({ softphone }) =>
    `Der letzte Anruf fand keinen Weg zu den Medienservern. Verlassen Sie VPN oder Gastnetz; bleibt es so, öffnet Ihre Administration UDP-Port 3478 und TCP-Port 443 für Amazon Connect und ${softphone}.`,
  popupGood: 'Sie öffnen sich.',
  popupUntried: 'Die Anmeldung beim Softphone kann eines brauchen.',
  popupBlocked: ({ desktop }) =>
    `Sie sind für ${desktop} gesperrt. Klicken Sie auf das Symbol rechts in der Adresse, wählen Sie „Immer zulassen“ und versuchen Sie es erneut.`,
  clockGood: 'Sie geht richtig.',
  clockAhead: (_, minutes) =>
    `Sie geht ${minutes} min vor: Anmeldungen sehen abgelaufen aus. Schalten Sie „Uhrzeit automatisch festlegen“ in den Einstellungen des Rechners ein.`,
  clockBehind: (_, minutes) =>
    `Sie geht ${minutes} min nach: Anmeldungen sehen noch nicht gültig aus. Schalten Sie „Uhrzeit automatisch festlegen“ in den Einstellungen des Rechners ein.`,
  browserGood: 'Amazon Connect unterstützt ihn.',
  browserOld: 'Er ist zu alt. Aktualisieren Sie ihn.',
  browserUnknown: 'Amazon Connect unterstützt ihn vielleicht nicht. Nehmen Sie Chrome, Edge oder Firefox.',
  browserWithoutCalls: 'Er hat kein WebRTC. Nehmen Sie Chrome, Edge oder Firefox.',
  versionGood: 'Es ist die neueste.',
  versionOld: 'Es gibt eine neuere. Laden Sie die Seite neu, wenn kein Gespräch läuft.',
  versionUnknown: 'Unbekannt: siehe Server oben.',
  clockUnknown: 'Unbekannt: siehe Server oben.',
};
