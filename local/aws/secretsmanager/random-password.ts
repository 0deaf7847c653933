import { randomInt } from 'node:crypto';
import { AwsError } from '../errors.ts';

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DIGITS = '0123456789';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

/** GetRandomPassword; the options are called as in its request and mean the same. */
export const randomPassword = (input: Readonly<Record<string, unknown>>): string => {
  const length = Number(input.PasswordLength ?? 32);
  const excluded = String(input.ExcludeCharacters ?? '');
  const without = (characters: string) => [...characters].filter((one) => !excluded.includes(one)).join('');
  const kinds = [
    input.ExcludeLowercase === true ? '' : LOWER,
    input.ExcludeUppercase === true ? '' : UPPER,
    input.ExcludeNumbers === true ? '' : DIGITS,
    input.ExcludePunctuation === true ? '' : PUNCTUATION,
  ]
    .map(without)
    .filter((kind) => kind !== '');
  const any = kinds.join('') + (input.IncludeSpace === true ? ' ' : '');
  if (any === '' || !Number.isInteger(length) || length < 1 || length > 4096) {
    throw new AwsError('InvalidParameterException', 'No password can be made from these options.');
  }
  const pick = (characters: string) => characters.charAt(randomInt(characters.length));
  const required = input.RequireEachIncludedType === false ? [] : kinds.slice(0, length).map(pick);
  const password = [...required, ...Array.from({ length: length - required.length }, () => pick(any))];
  // Fisher-Yates, or the required kinds would always stand first.
  for (let i = password.length - 1; i > 0; i -= 1) {
    const j = randomInt(i + 1);
    [password[i], password[j]] = [password[j] ?? '', password[i] ?? ''];
  }
  return password.join('');
};
