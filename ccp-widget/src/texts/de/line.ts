/** Texts of who is on a call, in German. */
import type * as english from '../en/line.ts';

export const title = 'In diesem Gespräch';
export const states: typeof english.states = { ringing: 'klingelt', connected: 'im Gespräch', hold: 'gehalten' };
export const waiting = 'wartet, bis jemand annimmt';
export const accept = 'Annehmen';
export const decline = 'Ablehnen';
export const mute = 'Stumm';
export const unmute = 'Stumm aus';
export const muted = 'Ihr Mikrofon ist aus';
export const unmuted = 'Ihr Mikrofon ist an';
export const hold = 'Halten';
export const resume = 'Zurückholen';
export const holdWho: typeof english.holdWho = (who) => `${who} halten`;
export const resumeWho: typeof english.resumeWho = (who) => `${who} zurückholen`;
export const drop = 'Trennen';
export const dropWho: typeof english.dropWho = (who) => `${who} vom Gespräch trennen`;
export const merge = 'Alle verbinden';
export const swap = 'Makeln';
export const hangUp = 'Auflegen';
export const leave = 'Gespräch verlassen';
export const leaveHint = 'Die anderen bleiben verbunden';
export const completeTransfer = 'Übergeben';
export const addOrTransfer = 'Hinzuholen, übergeben';
export const find = 'Person, Kurzwahl oder Nummer';
export const to: typeof english.to = { number: 'externe Nummer', agent: 'Agent', queue: 'Warteschlange' };
export const consult = 'Rückfragen';
export const consultWho: typeof english.consultWho = (who) => `Bei ${who} rückfragen`;
export const transfer = 'Sofort übergeben';
export const transferWho: typeof english.transferWho = (who) => `Sofort übergeben an ${who}`;
export const add = 'Hinzuholen';
export const addWho: typeof english.addWho = (who) => `${who} hinzuholen`;
export const nobody = 'So heißt niemand. Eine Nummer braucht die Landesvorwahl.';
export const noQuickConnects = 'Keine Kurzwahlen. Die Administration fügt sie Ihren Warteschlangen hinzu.';
export const quickConnectsFailed = 'Die Kurzwahlen sind nicht verfügbar.';
export const switchHint: typeof english.switchHint = (key) => `${key} zeigt den nächsten Anruf`;
export const refused: typeof english.refused = {
  accept: 'Anruf nicht angenommen',
  decline: 'Anruf nicht abgelehnt',
  leave: 'Sie sind noch im Gespräch',
  hold: (who) => `${who} wird nicht gehalten`,
  resume: (who) => `${who} wird noch gehalten`,
  drop: (who) => `${who} ist noch im Gespräch`,
  add: (who) => `${who} wurde nicht angerufen`,
  merge: 'Verbinden hat nicht geklappt',
  swap: 'Makeln hat nicht geklappt',
  transfer: (who) => `Gespräch nicht an ${who} übergeben`,
  mute: 'Mikrofon nicht umgeschaltet',
  presence: 'Status nicht geändert',
};
export const why: typeof english.why = {
  'not-allowed': 'Sie oder Ihre Instanz dürfen das nicht oder dort nicht anrufen. Fragen Sie Ihre Administration.',
  'bad-destination': 'Das Softphone kennt dieses Ziel nicht.',
  full: 'Mehr Personen oder Anrufe sind nicht erlaubt. Erst muss jemand gehen.',
  'wrong-moment': 'Das Gespräch lässt das gerade nicht zu.',
  unreachable: 'Das Softphone hat nicht geantwortet. Sehen Sie erst dort nach: Es kann geschehen sein.',
  failed: 'Das Softphone hat abgelehnt. Versuchen Sie es dort.',
};
export const changes: typeof english.changes = {
  called: (who) => `${who} wird angerufen`,
  'on-the-line': (who) => `${who} ist im Gespräch`,
  'on-hold': (who) => `${who} wird gehalten`,
  left: (who) => `${who} hat das Gespräch verlassen`,
  'not-reached': (who) => `${who} war nicht erreichbar`,
};
export const stillOnHold: typeof english.stillOnHold = (who) => `${who} wird noch gehalten.`;
