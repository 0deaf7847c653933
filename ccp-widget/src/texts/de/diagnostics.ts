/** Texts of the diagnostics: each says what was found and, if it is wrong, the exact fix, in German. */
import type * as english from '../en/diagnostics.ts';

export const open = 'Stimmt etwas nicht?';
export const title = 'Was nicht stimmen könnte';
export const looking = 'wird geprüft…';
export const found: typeof english.found = (count) =>
  count === 1 ? 'Eine Sache ist zu beheben' : `${count} Dinge sind zu beheben`;
export const nothingFound = 'Nichts gefunden, was nicht geht';
export const again = 'Noch einmal prüfen';
export const copy = 'Für die Hilfe kopieren';
export const copied = 'Kopiert. Es nennt weder Kunden noch Geheimnisse.';
export const askMicrophone = 'Den Browser jetzt fragen lassen';
export const tryPopup = 'Ein Fenster ausprobieren';
export const verdicts: typeof english.verdicts = { good: 'geht', unsure: 'unsicher', bad: 'geht nicht' };
export const checks: typeof english.checks = {
  api: 'Server des Agentenplatzes',
  token: 'Ihre Anmeldung',
  softphone: 'Softphone',
  cookies: 'Cookies des Softphones',
  microphone: 'Mikrofon',
  sound: 'Ton der Anrufe',
  popup: 'Eigene Fenster',
  clock: 'Uhr dieses Rechners',
  browser: 'Browser',
  version: 'Version des Desktops',
};
export const findings: typeof english.findings = {
  apiGood: 'Er antwortet.',
  apiNotAsked: 'Er wurde nicht gefragt, weil Sie nicht angemeldet sind.',
  apiUnreachable: ({ api }) =>
    `${api} antwortet nicht. Prüfen Sie, ob VPN, Proxy oder Werbeblocker diese Adresse aufhalten, und prüfen Sie noch einmal.`,
  offline: 'Dieser Rechner ist offline. Verbinden Sie ihn mit dem Netz. Getipptes bleibt hier.',
  apiFailing:
    'Er antwortet mit einem eigenen Fehler. Versuchen Sie es gleich noch einmal; bleibt es so, sagen Sie Ihrer Administration Bescheid.',
  tokenGood: 'Sie gilt.',
  tokenNotAsked: 'Niemand konnte gefragt werden. Siehe den Server oben.',
  tokenMissing:
    'Sie ist abgelaufen und ließ sich nicht erneuern. Laden Sie die Seite neu, um sich anzumelden; nichts Getipptes geht verloren.',
  tokenRefused: ({ api }) =>
    `${api} nimmt sie nicht an. Laden Sie die Seite neu, um sich wieder anzumelden. Bleibt es so, passen Aussteller und Empfänger der API nicht zu diesem Agentenplatz: sagen Sie Ihrer Administration Bescheid.`,
  tokenWithoutRight:
    'Ihr Konto darf diesen Agentenplatz nicht benutzen. Bitten Sie Ihre Administration um das Recht eines Agenten.',
  softphoneGood: 'Es antwortet.',
  softphoneLoading: 'Es wird geladen. Warten Sie zehn Sekunden.',
  softphoneElsewhere:
    'Ein anderer Tab dieses Browsers hat es. Sehen Sie dort nach oder holen Sie es mit der Schaltfläche an seinem Platz hierher.',
  softphoneSilent: ({ desktop, softphone }) =>
    `${softphone} antwortet nicht. Melden Sie sich dort an, wenn es danach fragt. Bleibt es leer, trägt Ihre Administration ${desktop} in der Konsole von Amazon Connect ein: Ihre Instanz, „Approved origins“, „Add origin“.`,
  softphoneLost:
    'Das Softphone hat aufgehört zu antworten. Ein Gespräch kann weiterlaufen; prüfen Sie das Netz. Laden Sie es neu, wenn kein Gespräch läuft.',
  softphoneSignedOut: 'Sie sind beim Softphone abgemeldet. Melden Sie sich mit der Schaltfläche darunter an.',
  softphoneRefused:
    'Amazon Connect kennt keinen Agenten mit Ihrem Benutzernamen. Bitten Sie Ihre Administration, Sie in der Instanz anzulegen.',
  softphoneNotLoaded:
    'Das Programm des Softphones (connect-streams-min.js) wurde nicht geladen. Prüfen Sie das Netz und laden Sie die Seite neu; bleibt es so, sagen Sie Ihrer Administration Bescheid.',
  workspaceSilent:
    'Der Agent Workspace hat dieser App nicht geantwortet. Laden Sie die App neu; bleibt es so, ist ihre Adresse (Access URL) in der Amazon-Connect-Konsole nicht die dieser Seite.',
  workspaceLost:
    'Der Agent Workspace hat die Verbindung verloren. Ein Gespräch kann weiterlaufen; prüfen Sie das Netz.',
  workspaceNotPermitted:
    'Der Agent Workspace zeigt dieser App weder Agent noch Anrufe. Die Administration öffnet die App in der Amazon-Connect-Konsole unter „Third-party applications“ und gibt ihr alle Berechtigungen (*).',
  cookiesGood: 'Das Softphone behält seine Sitzung.',
  cookiesOff: 'Der Browser behält gar keine Cookies. Erlauben Sie sie in seinen Einstellungen unter Datenschutz.',
  storageRefused: ({ softphone }) =>
    `Die Seite um diese herum hält Cookies von ihr fern. Erlauben Sie in den Einstellungen des Browsers Drittanbieter-Cookies für ${softphone}.`,
  cookiesUnknown: ({ softphone }) =>
    `Der Browser sagt es nicht. Fragt das Softphone immer wieder nach einer Anmeldung, erlauben Sie Drittanbieter-Cookies für ${softphone}: in Chrome und Edge unter Einstellungen, Datenschutz; in Firefox am Schild links der Adresse.`,
  microphoneGood: 'Es ist da, und diese Seite darf es benutzen.',
  microphoneInsecure: ({ desktop }) =>
    `Browser geben ein Mikrofon nur an https-Seiten, und ${desktop} ist keine. Öffnen Sie den Agentenplatz unter seiner https-Adresse.`,
  microphoneDenied: ({ desktop }) =>
    `Es ist für ${desktop} gesperrt. Klicken Sie auf das Zeichen links der Adresse, stellen Sie Mikrofon auf Zulassen und laden Sie die Seite neu.`,
  microphoneMissing: 'Kein Mikrofon ist angeschlossen. Stecken Sie das Headset ein und prüfen Sie noch einmal.',
  microphoneUnasked: 'Der Browser fragt sonst erst im ersten Gespräch, und das kostet dann Sekunden.',
  microphoneUnknown:
    'Der Browser sagt es nicht. Hört Sie niemand, sehen Sie in seinen Einstellungen für diese Seite nach.',
  microphoneBusy:
    'Ein anderes Programm hält es fest. Schließen Sie, was sonst telefoniert oder aufnimmt, und sehen Sie noch einmal nach.',
  microphoneFailed:
    'Es ließ sich nicht öffnen. Stecken Sie das Headset neu ein; wählen Sie es in den Toneinstellungen des Computers als Eingang.',
  soundGood: 'Kein Anruf hatte ein Problem.',
  soundElsewhere:
    'Sie sind in einem anderen Browser oder an einem anderen Computer bei Amazon Connect angemeldet, und der Ton ging dorthin. Schließen Sie es dort oder melden Sie sich dort ab und laden Sie diese Seite neu.',
  soundNoMicrophone: 'Der letzte Anruf hatte kein Mikrofon. Siehe das Mikrofon oben.',
  soundBlocked: ({ softphone }) =>
    `Der letzte Anruf fand keinen Weg zu den Medienservern. Verlassen Sie VPN oder Gastnetz; bleibt es so, öffnet ein Administrator UDP-Port 3478 und TCP-Port 443 für Amazon Connect und ${softphone}.`,
  popupGood: 'Sie gehen auf.',
  popupUntried: 'Die Anmeldung beim Softphone kann eines brauchen. Nur Ausprobieren zeigt es.',
  popupBlocked: ({ desktop }) =>
    `Sie sind für ${desktop} gesperrt. Klicken Sie auf das Zeichen am rechten Ende der Adresse, wählen Sie „Immer zulassen“ und versuchen Sie es noch einmal.`,
  clockGood: 'Sie geht richtig.',
  clockAhead: (_, minutes) =>
    `Sie geht ${minutes} min vor, so dass Anmeldungen abgelaufen aussehen. Schalten Sie in den Einstellungen des Rechners „Uhrzeit automatisch festlegen“ ein.`,
  clockBehind: (_, minutes) =>
    `Sie geht ${minutes} min nach, so dass Anmeldungen noch nicht gültig aussehen. Schalten Sie in den Einstellungen des Rechners „Uhrzeit automatisch festlegen“ ein.`,
  browserGood: 'Amazon Connect unterstützt ihn.',
  browserOld:
    'Er ist zu alt. Aktualisieren Sie ihn: Unterstützt werden die drei neuesten Versionen von Chrome, Edge und Firefox.',
  browserUnknown:
    'Amazon Connect sagt nicht, dass es diesen unterstützt. Wenn etwas nicht geht, nehmen Sie Chrome, Edge oder Firefox.',
  browserWithoutCalls:
    'Er kann nicht telefonieren (WebRTC fehlt oder ist abgeschaltet). Nehmen Sie Chrome, Edge oder Firefox.',
  versionGood: 'Es ist die neueste.',
  versionOld: 'Es gibt eine neuere. Laden Sie die Seite neu, wenn kein Anruf läuft; nichts Getipptes geht verloren.',
  versionUnknown: 'Es war niemand zu fragen. Siehe den Server oben.',
  clockUnknown: 'Es war keine Zeit zum Vergleichen zu bekommen.',
};
