import { type ActionDefinition, finish, NO_ERRORS } from '../action.ts';

/**
 * "Ends the current flow and transfers the customer to an agent. If the agent is busy, the contact is disconnected."
 * (flow language reference). The agent is the one whose queue is the working queue: a transfer to an agent sets it.
 */
export const transferContactToAgent: ActionDefinition = {
  type: 'TransferContactToAgent',
  flowTypes: ['AGENT_TRANSFER', 'QUEUE_TRANSFER', 'MODULE'],
  parameters: {},
  errors: NO_ERRORS,
  terminal: true,
  run: () => finish({ kind: 'transfer-agent' }),
};
