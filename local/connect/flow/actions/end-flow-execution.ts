import { type ActionDefinition, finish, NO_ERRORS, WHISPER_FLOWS } from '../action.ts';

export const endFlowExecution: ActionDefinition = {
  type: 'EndFlowExecution',
  flowTypes: [...WHISPER_FLOWS, 'CUSTOMER_QUEUE', 'CUSTOMER_HOLD', 'AGENT_HOLD', 'CONTACT_FLOW', 'MODULE'],
  parameters: {},
  errors: NO_ERRORS,
  terminal: true,
  run: () => finish({ kind: 'end' }),
};
