/** Texts of the agent’s presence, in German. */
import type * as english from '../en/presence.ts';

export const now = 'Ihr Status';
export const next = 'Danach';
export const error = 'Nicht erreichbar';
export const errors: typeof english.errors = {
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
  RealtimeCommunicationError: 'Der Ton ist ausgefallen. Prüfen Sie Mikrofon und Netz und wählen Sie dann einen Status.',
  MultipleCcpWindows:
    'Das Softphone ist mehrfach geöffnet. Schließen Sie die anderen Fenster und wählen Sie dann einen Status.',
  AgentHungUp: 'Der Anruf endete, bevor er verbunden war. Wählen Sie einen Status, um weiterzumachen.',
};
export const otherError: typeof english.otherError = (state) =>
  `Das Softphone meldet „${state}“. Bis Sie einen Status wählen, erreicht Sie kein Anruf.`;
export const setTo: typeof english.setTo = (status) => `Auf ${status} setzen`;
