/** Texts of the agent’s presence, in German. */
import type * as english from '../en/presence.ts';

export const now = 'Ihr Status';
export const next = 'Danach';
export const error = 'Nicht erreichbar';
export const errors: typeof english.errors = {
  MissedCallAgent: 'Anruf verpasst. Wählen Sie einen Status für den nächsten.',
  FailedConnectAgent: 'Ihr Softphone wurde nicht verbunden. Prüfen Sie Mikrofon und Netz und wählen Sie einen Status.',
  FailedConnectCustomer: 'Die Person wurde nicht verbunden. Wählen Sie einen Status.',
  MissedCallCustomer: 'Die Person hat nicht abgenommen. Wählen Sie einen Status.',
  BadAddressCustomer: 'Die Nummer ist nicht erreichbar. Prüfen Sie sie und wählen Sie einen Status.',
  BadAddressAgent: 'Ihre eigene Nummer ist nicht erreichbar. Prüfen Sie sie und wählen Sie einen Status.',
  LineEngagedCustomer: 'Es ist besetzt. Wählen Sie einen Status.',
  LineEngagedAgent: 'Ihre eigene Leitung ist besetzt. Legen Sie dort auf und wählen Sie einen Status.',
  RealtimeCommunicationError: 'Der Ton ist ausgefallen. Prüfen Sie Mikrofon und Netz und wählen Sie einen Status.',
  MultipleCcpWindows:
    'Das Softphone ist mehrfach offen. Schließen Sie die anderen Fenster und wählen Sie einen Status.',
  AgentHungUp: 'Der Anruf endete, bevor er verbunden war. Wählen Sie einen Status.',
};
export const otherError: typeof english.otherError = (state) =>
  `Das Softphone meldet „${state}“. Wählen Sie einen Status.`;
export const setTo: typeof english.setTo = (status) => `Auf ${status} setzen`;
