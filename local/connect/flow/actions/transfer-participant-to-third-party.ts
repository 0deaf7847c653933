import { disconnect } from '../../contacts/disconnect.ts';
import { dialThirdParty } from '../../contacts/third-party.ts';
import { destinationAllowed } from '../../telephony/destinations.ts';
import { E164 } from '../../telephony/e164.ts';
import { DEFAULT_RING_TIMEOUT_S } from '../../tuning.ts';
import { type ActionDefinition, type ActionResult, done, ENTRY_FLOWS, failed, finish, textOf } from '../action.ts';
import { callerId, callerIdIn, isClaimed } from '../caller-id.ts';
import { dynamicOr, oneOf, optional, required, text, wholeNumber } from '../parameter-rules.ts';

const continues = (parameters: Readonly<Record<string, unknown>>): boolean =>
  parameters.ContinueFlowExecution !== 'False';
const DIGITS = /^[0-9,*#]{1,50}$/;

/**
 * With ContinueFlowExecution the flow goes on when the third party has left; without it the flow is over as soon as the
 * third party has answered, and the call when one of the two hangs up. Without CallerId the third party sees the number of
 * the contact (Administrator Guide, "Transfer to phone number").
 */
export const transferParticipantToThirdParty: ActionDefinition = {
  type: 'TransferParticipantToThirdParty',
  partial: 'phone numbers only, no voice connectors',
  flowTypes: ENTRY_FLOWS,
  parameters: {
    ThirdPartyPhoneNumber: required(
      dynamicOr((value) => (typeof value === 'string' && E164.test(value) ? undefined : 'must be in E.164 format')),
    ),
    ThirdPartyConnectionTimeLimitSeconds: optional(dynamicOr(wholeNumber(0, 600))),
    ContinueFlowExecution: optional(oneOf('True', 'False')),
    CallerId: optional(callerId),
    ThirdPartyDTMFDigits: optional(text(1_000)),
  },
  errors: ({ Parameters }) =>
    continues(Parameters)
      ? { required: ['NoMatchingError', 'CallFailed', 'ConnectionTimeLimitExceeded'] }
      : { required: ['NoMatchingError'] },
  run: (run, parameters) => {
    const { engine, contact, signal } = run;
    if (contact.channel !== 'VOICE') return failed('a task has no line');
    const number = run.value(textOf(parameters, 'ThirdPartyPhoneNumber') ?? '');
    if (!E164.test(number) || !destinationAllowed(engine, number))
      return failed(`${number} may not be called`, 'CallFailed');
    const written = textOf(parameters, 'ThirdPartyConnectionTimeLimitSeconds');
    const limitS = written === undefined ? DEFAULT_RING_TIMEOUT_S : Number(run.value(written));
    const caller = callerIdIn(run, parameters);
    if (caller !== undefined && !isClaimed(engine.instance, caller)) return failed(`${caller} is not claimed`);
    const digits = run.value(textOf(parameters, 'ThirdPartyDTMFDigits') ?? '');
    const { promise, resolve, reject } = Promise.withResolvers<ActionResult>();
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    dialThirdParty(
      engine,
      contact,
      {
        number,
        name: null,
        ringTimeoutMs: limitS * 1_000,
        callerId: caller ?? contact.customerPhone,
      },
      {
        onAnswered: () => {
          if (DIGITS.test(digits)) engine.phones.hear(number, contact.id, digits, 'digits');
          if (!continues(parameters)) resolve(finish({ kind: 'handed-over' }));
        },
        onFailed: (why) => resolve(failed(why, why === 'timeout' ? 'ConnectionTimeLimitExceeded' : 'CallFailed')),
        onHangUp: () => {
          if (continues(parameters)) resolve(done('the third party has left'));
          else disconnect(engine, contact, 'THIRD_PARTY_DISCONNECT');
        },
      },
    );
    return promise.finally(() => signal.removeEventListener('abort', onAbort));
  },
};
