/** What stands in an OData address (OASIS OData 4.0, URL Conventions, 5.1.1.6 and ABNF): bound or escaped, never pasted. */

/** A GUID, in lower case as Dataverse writes it; undefined for anything else. */
export function guidOf(value: unknown): string | undefined {
  return typeof value === 'string' && GUID.test(value) ? value.toLowerCase() : undefined;
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A text literal: in single quotes, and those within doubled. Not yet escaped for the address. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/**
 * A text literal for `contains`, in which nothing is a wildcard ("Use wildcard characters in conditions for string values": the
 * Web API's functions know `%`, `_` and `[…]`).
 */
export const plain = (text: string): string => literal(text.replace(/[%_[]/g, '[$&]'));

/** For `contains`: these digits in this order, whatever stands between them. */
export const spelled = (digits: string): string => literal([...digits].join('%'));

/** `contacts(…)?$select=…`, with every option's value escaped. */
export function odataPath(path: string, options: Readonly<Record<string, string>> = {}): string {
  const query = Object.entries(options).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
}
