import type { Configuration, Source } from '../functions/core/contracts/configuration.ts';

/** The organisation of a Dynamics 365 source whose pages may show the desktop: its script is let in, and nobody else's is. */
export function organisationOf(source: Source, { hosts }: Configuration['desktop']): string | undefined {
  if (source.kind !== 'dynamics365') return undefined;
  const { origin } = new URL(source.apiUrl);
  return hosts.includes(origin) ? origin : undefined;
}
