import { AwsError } from './errors.ts';

/**
 * A query as the signature sees it: percent-decoded, `+` left as it is, a repeated name kept as a list.
 * (URLSearchParams would read `+` as a space and break signatures with base64 in them.)
 */
export const parseQuery = (query: string): Record<string, string | string[]> => {
  // Without a prototype: a parameter may be called `valueOf`.
  const values: Record<string, string | string[]> = Object.create(null);
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals === -1 ? pair : pair.slice(0, equals));
    const value = equals === -1 ? '' : decode(pair.slice(equals + 1));
    const before = values[name];
    if (before === undefined) values[name] = value;
    else values[name] = Array.isArray(before) ? [...before, value] : [before, value];
  }
  return values;
};

export const firstOf = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : value?.[0];

export const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AwsError('InvalidURI', "Couldn't parse the specified URI.");
  }
};
