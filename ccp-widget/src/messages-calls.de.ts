/** Texte dazu, wer an einem Gespräch beteiligt ist, zum Status und zu mehreren Tabs, auf Deutsch. */
import type { LaterMessages } from './messages-later.ts';

export const line: LaterMessages['later']['line'] = {
  title: 'In diesem Gespräch',
  states: { ringing: 'klingelt', connected: 'im Gespräch', hold: 'wird gehalten' },
  waiting: 'wartet, bis jemand annimmt',
  accept: 'Annehmen',
  decline: 'Ablehnen',
  mute: 'Stumm',
  unmute: 'Stumm aufheben',
  muted: 'Ihr Mikrofon ist aus',
  unmuted: 'Ihr Mikrofon ist an',
  hold: 'Halten',
  resume: 'Zurückholen',
  holdWho: (who) => `${who} halten`,
  resumeWho: (who) => `${who} zurückholen`,
  drop: 'Trennen',
  dropWho: (who) => `${who} aus dem Gespräch nehmen`,
  merge: 'Alle verbinden',
  swap: 'Makeln',
  hangUp: 'Auflegen',
  leave: 'Gespräch verlassen',
  leaveHint: 'Die anderen bleiben verbunden',
  completeTransfer: 'Übergabe abschließen',
  addOrTransfer: 'Hinzuholen oder übergeben',
  find: 'Person, Kurzwahl oder Nummer',
  people: 'Personen dieser Verkaufschance',
  quickConnects: 'Kurzwahlen',
  to: { number: 'externe Nummer', agent: 'Agent', queue: 'Warteschlange' },
  consult: 'Rückfragen',
  consultWho: (who) => `Bei ${who} rückfragen`,
  transfer: 'Sofort übergeben',
  transferWho: (who) => `Sofort an ${who} übergeben`,
  add: 'Hinzuholen',
  addWho: (who) => `${who} zum Gespräch holen`,
  nobody: 'So heißt niemand. Mit einer ganzen Nummer samt Landesvorwahl können Sie diese anrufen.',
  noQuickConnects: 'Es gibt keine Kurzwahlen. Die Administration fügt sie Ihren Warteschlangen hinzu.',
  quickConnectsFailed: 'Die Kurzwahlen waren nicht abzurufen.',
  switchHint: (key) => `${key} zeigt den nächsten Anruf`,
  refused: {
    accept: 'Der Anruf wurde nicht angenommen',
    decline: 'Der Anruf wurde nicht abgelehnt',
    leave: 'Sie sind noch im Gespräch',
    hold: (who) => `${who} wird nicht gehalten`,
    resume: (who) => `${who} wird noch gehalten`,
    drop: (who) => `${who} ist noch im Gespräch`,
    add: (who) => `${who} wurde nicht angerufen`,
    merge: 'Die Beteiligten wurden nicht verbunden',
    swap: 'Makeln hat nicht geklappt',
    transfer: (who) => `Das Gespräch wurde nicht an ${who} übergeben`,
    mute: 'Das Mikrofon wurde nicht umgeschaltet',
    presence: 'Ihr Status wurde nicht geändert',
  },
  why: {
    'not-allowed':
      'Sie oder Ihre Instanz dürfen das nicht oder dürfen dort nicht anrufen. Bitten Sie Ihre Administration um das Recht oder das Land.',
    'bad-destination':
      'Das Softphone kennt keine solche Nummer, keinen solchen Agenten und keine solche Warteschlange.',
    full: 'Mehr Beteiligte oder Anrufe lässt Ihre Instanz nicht zu. Erst muss jemand gehen.',
    'wrong-moment': 'Das Gespräch ist nicht mehr in dem Zustand dafür.',
    unreachable:
      'Das Softphone hat nicht geantwortet. Sehen Sie dort nach, bevor Sie es noch einmal versuchen: Es kann noch geschehen sein.',
    failed: 'Das Softphone hat abgelehnt. Versuchen Sie es noch einmal oder direkt im Softphone.',
  },
  changes: {
    called: (who) => `${who} wird angerufen`,
    'on-the-line': (who) => `${who} ist im Gespräch`,
    'on-hold': (who) => `${who} wird gehalten`,
    left: (who) => `${who} hat das Gespräch verlassen`,
    'not-reached': (who) => `${who} war nicht zu erreichen`,
  },
  stillOnHold: (who) => `${who} wird noch gehalten.`,
  busy: {
    title: (who) => `${who} anrufen?`,
    talking: (other, who) => `Sie sprechen gerade mit ${other}. Bei einem zweiten Anruf müsste ${who} warten.`,
    finishing: (other, who) =>
      `Das Gespräch mit ${other} ist noch nicht abgeschlossen. Bis dahin erreicht Sie kein Anruf, und ${who} müsste warten.`,
    afterThis: 'Nach diesem anrufen',
    now: 'Trotzdem jetzt anrufen',
    cancel: 'Abbrechen',
    planned: (who) => `${who} wird angerufen, sobald dieses Gespräch abgeschlossen ist`,
    next: (who) => `Danach: ${who}`,
    forget: (who) => `${who} danach nicht anrufen`,
  },
};

export const presence: LaterMessages['later']['presence'] = {
  now: 'Ihr Status',
  next: 'Danach',
  error: 'Nicht erreichbar',
  errors: {
    MissedCallAgent: 'Sie haben einen Anruf verpasst. Bis Sie einen Status wählen, erreicht Sie kein weiterer.',
    FailedConnectAgent:
      'Ihr Softphone konnte nicht verbunden werden. Prüfen Sie Mikrofon und Netz und wählen Sie dann einen Status.',
    FailedConnectCustomer: 'Die Person war nicht zu verbinden. Wählen Sie einen Status, um weiterzumachen.',
    MissedCallCustomer: 'Die Person hat nicht abgenommen. Wählen Sie einen Status, um weiterzumachen.',
    BadAddressCustomer: 'Die Nummer ist nicht erreichbar. Prüfen Sie sie und wählen Sie dann einen Status.',
    BadAddressAgent:
      'Ihre eigene Nummer ist nicht erreichbar. Prüfen Sie sie in den Einstellungen des Softphones und wählen Sie dann einen Status.',
    LineEngagedCustomer: 'Es ist besetzt. Wählen Sie einen Status, um weiterzumachen.',
    LineEngagedAgent: 'Ihre eigene Leitung ist besetzt. Legen Sie dort auf und wählen Sie dann einen Status.',
    RealtimeCommunicationError:
      'Der Ton ist ausgefallen. Prüfen Sie Mikrofon und Netz und wählen Sie dann einen Status.',
    MultipleCcpWindows:
      'Das Softphone ist mehrfach geöffnet. Schließen Sie die anderen Fenster und wählen Sie dann einen Status.',
    AgentHungUp: 'Der Anruf endete, bevor er verbunden war. Wählen Sie einen Status, um weiterzumachen.',
  },
  otherError: (state) => `Das Softphone meldet „${state}“. Bis Sie einen Status wählen, erreicht Sie kein Anruf.`,
  setTo: (status) => `Auf ${status} setzen`,
};

export const tabs: LaterMessages['later']['tabs'] = {
  elsewhere: 'Das Softphone ist in einem anderen Tab dieses Browsers.',
  elsewhereTalking:
    'Das Softphone ist mit einem Gespräch in einem anderen Tab dieses Browsers. Der Ton bleibt dort, bis das Gespräch abgeschlossen ist; hier können Sie es sehen und steuern.',
  useHere: 'Hier verwenden',
  controlHere: 'Hier steuern',
  remote:
    'Der Ton des Gesprächs ist in einem anderen Tab: Lassen Sie ihn offen. Ist das Gespräch abgeschlossen, kommt das Softphone hierher.',
  leaving:
    'Ein anderer Tab möchte das Softphone. Es zieht um, wenn das Gespräch abgeschlossen ist; bis dahin bleibt der Ton hier.',
  soundLost:
    'Der Tab mit dem Softphone ist nicht mehr da und mit ihm der Ton. Hören Sie einander nicht, legen Sie auf und rufen Sie noch einmal an.',
};
