import { type ActionDefinition, finish, NO_ERRORS } from '../action.ts';

export const endFlowModuleExecution: ActionDefinition = {
  type: 'EndFlowModuleExecution',
  flowTypes: ['MODULE'],
  parameters: {},
  errors: NO_ERRORS,
  terminal: true,
  run: () => finish({ kind: 'end-module' }),
};
