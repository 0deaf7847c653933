import { runtimeOf } from '../../engine.ts';
import { type ActionDefinition, done, NO_ERRORS } from '../action.ts';
import { callerId, callerIdIn, isClaimed } from '../caller-id.ts';
import { optional } from '../parameter-rules.ts';

/**
 * Places the call that the outbound whisper has begun for, and waits until it is answered. The reference lists no errors: a
 * reference to a number that is not claimed in the instance is taken here as if there were none, which nothing documents.
 */
export const completeOutboundCall: ActionDefinition = {
  type: 'CompleteOutboundCall',
  partial: 'phone numbers only, no voice connectors',
  flowTypes: ['OUTBOUND_WHISPER'],
  parameters: { CallerId: optional(callerId) },
  errors: NO_ERRORS,
  run: async (run, parameters) => {
    const { engine, contact } = run;
    const caller = callerIdIn(run, parameters);
    const claimed = caller !== undefined && isClaimed(engine.instance, caller);
    await runtimeOf(engine, contact).outboundCall?.place(claimed ? caller : undefined);
    return done();
  },
};
