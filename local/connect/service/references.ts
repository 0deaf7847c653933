import type { Reference } from '../contacts/contact.ts';
import { isRecord } from '../flow/language.ts';
import { invalidParameter } from './errors.ts';
import type { Input } from './input.ts';

const TYPES = ['URL', 'NUMBER', 'STRING', 'DATE', 'EMAIL'];

/** `References` of a request, when a voice contact is created or updated. */
export const referencesIn = (input: Input): Readonly<Record<string, Reference>> => {
  const given = isRecord(input.References) ? Object.entries(input.References) : [];
  return Object.fromEntries(
    given.map(([key, reference]): [string, Reference] => {
      if (key.length > 4_096) throw invalidParameter('Reference keys have at most 4096 characters');
      const { Type: type, Value: value } = isRecord(reference) ? reference : {};
      if (typeof type !== 'string' || !TYPES.includes(type)) {
        throw invalidParameter(`Reference type must be one of ${TYPES.join(', ')}`);
      }
      if (typeof value !== 'string' || value.length > 4_096) throw invalidParameter('Reference value is not valid');
      return [key, { type, value }];
    }),
  );
};
