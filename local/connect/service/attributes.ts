import { ATTRIBUTE_KEY, attributeBytes, MAX_ATTRIBUTE_BYTES } from '../contacts/contact.ts';
import { invalidRequest } from './errors.ts';
import { type Input, textMap } from './input.ts';

/** `Attributes` of a request: key characters first, then the bytes of everything the contact would carry. */
export const attributesIn = (
  input: Input,
  present: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> => {
  const attributes = textMap(input, 'Attributes');
  const wrongKey = Object.keys(attributes).find((key) => !ATTRIBUTE_KEY.test(key));
  if (wrongKey !== undefined) {
    throw invalidRequest('Attribute keys can include only alphanumeric, dash, and underscore characters');
  }
  if (attributeBytes({ ...present, ...attributes }) > MAX_ATTRIBUTE_BYTES) {
    throw invalidRequest(`Attributes exceed the maximum of ${MAX_ATTRIBUTE_BYTES} bytes`);
  }
  return attributes;
};
