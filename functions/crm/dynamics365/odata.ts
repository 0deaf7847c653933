/** What stands in an OData address (OASIS OData 4.0, URL Conventions, 5.1.1.6 and ABNF): bound or escaped, never pasted. */

/** A GUID, in lower case as Dataverse writes it; undefined for anything else. */
export function guidOf(value: unknown): string | undefined {
  return typeof value === 'string' && GUID.test(value) ? value.toLowerCase() : undefined;
}

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A text literal: in single quotes, and those within doubled. Not yet escaped for the address. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** `contacts(…)?$select=…`, with every option's value escaped. */
export function odataPath(path: string, options: Readonly<Record<string, string>> = {}): string {
  const query = Object.entries(options).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
}
