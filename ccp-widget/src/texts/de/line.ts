/** Texts of who is on a call, in German. */
import type * as english from '../en/line.ts';

export const title = 'In diesem Gespräch';
export const states: typeof english.states = { ringing: 'klingelt', connected: 'im Gespräch', hold: 'wird gehalten' };
export const waiting = 'wartet, bis jemand annimmt';
export const accept = 'Annehmen';
export const decline = 'Ablehnen';
export const mute = 'Stumm';
export const unmute = 'Stumm aufheben';
export const muted = 'Ihr Mikrofon ist aus';
export const unmuted = 'Ihr Mikrofon ist an';
export const hold = 'Halten';
export const resume = 'Zurückholen';
export const holdWho: typeof english.holdWho = (who) => `${who} halten`;
export const resumeWho: typeof english.resumeWho = (who) => `${who} zurückholen`;
export const drop = 'Trennen';
export const dropWho: typeof english.dropWho = (who) => `${who} aus dem Gespräch nehmen`;
export const merge = 'Alle verbinden';
export const swap = 'Makeln';
export const hangUp = 'Auflegen';
export const leave = 'Gespräch verlassen';
export const leaveHint = 'Die anderen bleiben verbunden';
export const completeTransfer = 'Übergabe abschließen';
export const addOrTransfer = 'Hinzuholen oder übergeben';
export const find = 'Person, Kurzwahl oder Nummer';
export const to: typeof english.to = { number: 'externe Nummer', agent: 'Agent', queue: 'Warteschlange' };
export const consult = 'Rückfragen';
export const consultWho: typeof english.consultWho = (who) => `Bei ${who} rückfragen`;
export const transfer = 'Sofort übergeben';
export const transferWho: typeof english.transferWho = (who) => `Sofort an ${who} übergeben`;
export const add = 'Hinzuholen';
export const addWho: typeof english.addWho = (who) => `${who} zum Gespräch holen`;
export const nobody = 'So heißt niemand. Mit einer ganzen Nummer samt Landesvorwahl können Sie diese anrufen.';
export const noQuickConnects = 'Es gibt keine Kurzwahlen. Die Administration fügt sie Ihren Warteschlangen hinzu.';
export const quickConnectsFailed = 'Die Kurzwahlen waren nicht abzurufen.';
export const switchHint: typeof english.switchHint = (key) => `${key} zeigt den nächsten Anruf`;
export const refused: typeof english.refused = {
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
};
export const why: typeof english.why = {
  'not-allowed':
    'Sie oder Ihre Instanz dürfen das nicht oder dürfen dort nicht anrufen. Bitten Sie Ihre Administration um das Recht oder das Land.',
  'bad-destination': 'Das Softphone kennt keine solche Nummer, keinen solchen Agenten und keine solche Warteschlange.',
  full: 'Mehr Beteiligte oder Anrufe lässt Ihre Instanz nicht zu. Erst muss jemand gehen.',
  'wrong-moment': 'Das Gespräch ist nicht mehr in dem Zustand dafür.',
  unreachable:
    'Das Softphone hat nicht geantwortet. Sehen Sie dort nach, bevor Sie es noch einmal versuchen: Es kann noch geschehen sein.',
  failed: 'Das Softphone hat abgelehnt. Versuchen Sie es noch einmal oder direkt im Softphone.',
};
export const changes: typeof english.changes = {
  called: (who) => `${who} wird angerufen`,
  'on-the-line': (who) => `${who} ist im Gespräch`,
  'on-hold': (who) => `${who} wird gehalten`,
  left: (who) => `${who} hat das Gespräch verlassen`,
  'not-reached': (who) => `${who} war nicht zu erreichen`,
};
export const stillOnHold: typeof english.stillOnHold = (who) => `${who} wird noch gehalten.`;
