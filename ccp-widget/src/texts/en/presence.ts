/** Texts of the agent’s presence, in English. */

export const now = 'Your status';
export const next = 'After this';
export const error = 'Not reachable';
/** By the name of the state that the instance has set. */
export const errors: Readonly<Record<string, string>> = {
  MissedCallAgent: 'You missed a call. Choose a status to get the next.',
  FailedConnectAgent: 'Your softphone did not connect. Check microphone and network, then choose a status.',
  FailedConnectCustomer: 'The person was not connected. Choose a status to go on.',
  MissedCallCustomer: 'The person did not answer. Choose a status to go on.',
  BadAddressCustomer: 'The number is not reachable. Check it, then choose a status.',
  BadAddressAgent: 'Your own number is not reachable. Check it, then choose a status.',
  LineEngagedCustomer: 'The line is busy. Choose a status to go on.',
  LineEngagedAgent: 'Your own line is busy. Hang up there, then choose a status.',
  RealtimeCommunicationError: 'The sound of the call failed. Check microphone and network, then choose a status.',
  MultipleCcpWindows: 'The softphone is open twice. Close the other windows, then choose a status.',
  AgentHungUp: 'The call ended before it was connected. Choose a status to go on.',
};
export const otherError = (state: string) => `The softphone reports “${state}”. Choose a status to go on.`;
export const setTo = (status: string) => `Set yourself to ${status}`;
