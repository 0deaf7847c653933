import { type ActionDefinition, finish, NO_ERRORS, VOICE_FLOWS } from '../action.ts';

export const disconnectParticipant: ActionDefinition = {
  type: 'DisconnectParticipant',
  flowTypes: VOICE_FLOWS,
  parameters: {},
  errors: NO_ERRORS,
  terminal: true,
  run: () => finish({ kind: 'disconnect' }),
};
