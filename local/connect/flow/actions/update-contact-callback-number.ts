import { touch } from '../../engine.ts';
import { destinationAllowed } from '../../telephony/destinations.ts';
import { E164 } from '../../telephony/e164.ts';
import { type ActionDefinition, done, failed, textOf, VOICE_FLOWS } from '../action.ts';
import { dynamic, required } from '../parameter-rules.ts';

export const updateContactCallbackNumber: ActionDefinition = {
  type: 'UpdateContactCallbackNumber',
  flowTypes: VOICE_FLOWS,
  parameters: { CallbackNumber: required(dynamic) },
  errors: () => ({ required: ['InvalidCallbackNumber', 'CallbackNumberNotDialable'] }),
  run: (run, parameters) => {
    const number = run.value(textOf(parameters, 'CallbackNumber') ?? '');
    if (run.contact.channel !== 'VOICE' || !E164.test(number))
      return failed('no phone number', 'InvalidCallbackNumber');
    if (!destinationAllowed(run.engine, number)) return failed('may not be called', 'CallbackNumberNotDialable');
    run.contact.callbackNumber = number;
    touch(run.engine, run.contact);
    return done();
  },
};
