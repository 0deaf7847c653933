/** Which number of the instance a called person sees: a number, or `{Number}` as the console's exports have it. */
import type { Instance } from '../instance.ts';
import type { FlowRun, ParameterCheck } from './action.ts';
import { isDynamic, isRecord } from './language.ts';

export const isClaimed = ({ seed }: Instance, number: string): boolean =>
  seed.phoneNumbers.some((known) => known.number === number);

const numberIn = (value: unknown): unknown => (isRecord(value) ? value.Number : value);

/** "Must be a valid phone number claimed in your instance" (flow language reference, CreateCallbackContact). */
export const callerId: ParameterCheck = (value, instance) => {
  const number = numberIn(value);
  if (typeof number !== 'string') return 'must be a phone number';
  return isDynamic(number) || isClaimed(instance, number) ? undefined : `${number} is not claimed in this instance`;
};

/** The number that `CallerId` means now. */
export const callerIdIn = (run: FlowRun, { CallerId }: Readonly<Record<string, unknown>>): string | undefined => {
  const number = numberIn(CallerId);
  return typeof number === 'string' ? run.value(number) : undefined;
};
