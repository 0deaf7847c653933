import { type ActionDefinition, done, NO_ERRORS } from '../action.ts';
import { oneOf, required } from '../parameter-rules.ts';

/** "Remains for the rest of the contact segment and is inherited by new segments"; the trace is written in any case. */
export const updateFlowLoggingBehavior: ActionDefinition = {
  type: 'UpdateFlowLoggingBehavior',
  parameters: { FlowLoggingBehavior: required(oneOf('Enabled', 'Disabled')) },
  errors: NO_ERRORS,
  run: ({ contact }, { FlowLoggingBehavior }) => {
    contact.flowLogging = FlowLoggingBehavior === 'Enabled';
    return done(String(FlowLoggingBehavior));
  },
};
