import { type ActionDefinition, done, NO_ERRORS } from '../action.ts';
import { oneOf, required } from '../parameter-rules.ts';

/** Every flow is traced here, whatever it asks for. */
export const updateFlowLoggingBehavior: ActionDefinition = {
  type: 'UpdateFlowLoggingBehavior',
  partial: 'every flow is traced, whatever it asks for',
  parameters: { FlowLoggingBehavior: required(oneOf('Enabled', 'Disabled')) },
  errors: NO_ERRORS,
  run: () => done(),
};
