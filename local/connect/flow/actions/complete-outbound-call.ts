import { type ActionDefinition, done, NO_ERRORS } from '../action.ts';
import { optional, record } from '../parameter-rules.ts';

/** The outbound whisper runs once the callee has answered here, so that nothing is left to dial. */
export const completeOutboundCall: ActionDefinition = {
  type: 'CompleteOutboundCall',
  partial:
    'the outbound whisper runs once the callee has answered, so that nothing is left to dial; CallerId has no effect',
  flowTypes: ['OUTBOUND_WHISPER'],
  parameters: { CallerId: optional(record) },
  errors: NO_ERRORS,
  run: () => done(),
};
