import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import { type ActionDefinition, done, failed, textOf, VOICE_FLOWS } from '../action.ts';
import { readDigits } from '../digits.ts';
import { encryptInput } from '../encrypt-input.ts';
import { isRecord } from '../language.ts';
import { oneOf, optional, record, required, wholeNumber } from '../parameter-rules.ts';
import { checkPrompt, PROMPT_PARAMETERS, promptOf } from '../prompt.ts';
import { say } from '../say.ts';

const E164 = /^\+[1-9]\d{6,14}$/;
const part = (parameters: Readonly<Record<string, unknown>>, name: string): Record<string, unknown> => {
  const value = parameters[name];
  return isRecord(value) ? value : {};
};
const phoneRules = (parameters: Readonly<Record<string, unknown>>) => {
  const { PhoneNumberValidation } = part(parameters, 'InputValidation');
  return isRecord(PhoneNumberValidation) ? PhoneNumberValidation : undefined;
};
/** In E.164: as entered, or by the rules of the two-letter country; exports have its calling code there too. */
const phoneNumber = ({ NumberFormat, CountryCode }: Record<string, unknown>, digits: string): string | undefined => {
  const country = String(CountryCode ?? '');
  const national = NumberFormat === 'Local' && isSupportedCountry(country);
  const prefix = NumberFormat === 'Local' ? country.replace('+', '') : '';
  const number = national ? parsePhoneNumberFromString(digits, country)?.number : `+${prefix}${digits}`;
  return number !== undefined && E164.test(number) ? number : undefined;
};
const maximumDigits = (parameters: Readonly<Record<string, unknown>>): number => {
  if (parameters.StoreInput !== 'True') return 1;
  const { CustomValidation } = part(parameters, 'InputValidation');
  return isRecord(CustomValidation) ? Number(CustomValidation.MaximumLength ?? 20) : 20;
};

/** Menu mode (`StoreInput` False) branches on one key; store mode keeps the digits as `$.StoredCustomerInput`. */
export const getParticipantInput: ActionDefinition = {
  type: 'GetParticipantInput',
  flowTypes: VOICE_FLOWS,
  parameters: {
    ...PROMPT_PARAMETERS,
    InputTimeLimitSeconds: required(wholeNumber(1, 180)),
    StoreInput: required(oneOf('True', 'False')),
    InputValidation: optional(record),
    InputEncryption: optional((value) =>
      isRecord(value) && typeof value.EncryptionKeyId === 'string' && typeof value.Key === 'string'
        ? undefined
        : 'needs EncryptionKeyId and Key',
    ),
    DTMFConfiguration: optional(record),
  },
  check: (parameters) =>
    checkPrompt(parameters, false) ??
    (parameters.InputValidation !== undefined && parameters.StoreInput !== 'True'
      ? 'InputValidation needs StoreInput True'
      : undefined) ??
    (parameters.InputEncryption !== undefined && !isRecord(part(parameters, 'InputValidation').CustomValidation)
      ? 'InputEncryption needs CustomValidation'
      : undefined),
  errors: ({ Parameters }) => {
    if (Parameters.StoreInput !== 'True') {
      return { required: ['NoMatchingError', 'NoMatchingCondition', 'InputTimeLimitExceeded'] };
    }
    return { required: ['NoMatchingError', ...(phoneRules(Parameters) === undefined ? [] : ['InvalidPhoneNumber'])] };
  },
  conditions: (conditions, { Parameters }) => {
    if (Parameters.StoreInput === 'True')
      return conditions.length === 0 ? undefined : 'none are allowed with StoreInput True';
    return conditions.every(
      ({ Condition }) => Condition.Operator === 'Equals' && /^[0-9*#]$/.test(Condition.Operands[0] ?? ''),
    )
      ? undefined
      : 'only Equals one of 0-9, * and # is allowed';
  },
  run: async (run, parameters) => {
    if (run.contact.channel === 'TASK') return failed('a task presses no keys');
    const prompt = promptOf(run, parameters);
    if (prompt !== undefined) await say(run, prompt);
    const dtmf = part(parameters, 'DTMFConfiguration');
    const timeLimitMs = Number(textOf(parameters, 'InputTimeLimitSeconds') ?? '5') * 1_000;
    const { digits, timedOut } = await readDigits(run, {
      maximum: maximumDigits(parameters),
      terminator: textOf(dtmf, 'InputTerminationSequence') ?? '#',
      // "By default, * deletes all of the preceding digits" (Administrator Guide, "Store customer input").
      ...(parameters.StoreInput === 'True' && dtmf.DisableCancelKey !== 'True' && { cancelKey: '*' }),
      firstMs: timeLimitMs,
      interdigitMs: Number(textOf(dtmf, 'InterdigitTimeLimitSeconds') ?? '5') * 1_000,
    });
    if (parameters.StoreInput !== 'True') {
      return timedOut && digits === ''
        ? failed('no key was pressed', 'InputTimeLimitExceeded')
        : { next: 'condition', value: digits, otherwise: 'NoMatchingCondition', detail: digits };
    }
    const phone = phoneRules(parameters);
    const stored = phone === undefined || digits === '' ? digits : phoneNumber(phone, digits);
    if (stored === undefined) return failed('no phone number', 'InvalidPhoneNumber');
    if (timedOut && digits === '') {
      run.memory.storedInput = 'Timeout';
      return done('nothing was entered');
    }
    const encryption = part(parameters, 'InputEncryption');
    const keyId = textOf(encryption, 'EncryptionKeyId');
    const key = textOf(encryption, 'Key');
    try {
      run.memory.storedInput =
        keyId === undefined || key === undefined
          ? stored
          : await encryptInput(stored, run.value(keyId), run.value(key));
    } catch (error) {
      return failed(`cannot be encrypted: ${error instanceof Error ? error.message : String(error)}`);
    }
    return done(`${digits.length} digits`);
  },
};
