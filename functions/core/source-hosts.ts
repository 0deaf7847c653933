import type { Source } from './contracts/configuration.ts';
import type { GuardedFetch } from './ports/guarded-fetch.ts';

type Hosts = Parameters<GuardedFetch['request']>[1]['hosts'];
/** Where the source is spoken to. */
export type Addressed =
  | { readonly apiUrl: string }
  | { readonly callbackUrl?: string | undefined; readonly rest?: { readonly baseUrl: string } | undefined };

function hostsOf(source: Addressed): readonly string[] {
  const addresses = 'apiUrl' in source ? [source.apiUrl] : [source.callbackUrl, source.rest?.baseUrl];
  return [...new Set(addresses.flatMap((address) => (address === undefined ? [] : new URL(address).host)))];
}

/** Where a source's files may be: where it is spoken to, or where its configuration says. */
export function documentHosts(source: Addressed & Pick<Source, 'documentHosts'>): Hosts {
  const allowed = [...hostsOf(source), ...source.documentHosts];
  return { allowed, private: allowed.filter(namesPort) };
}

/** The source's own address is the operator's own word, wherever it leads. */
export function sourceHosts(source: Addressed): Hosts {
  const hosts = hostsOf(source);
  return { allowed: hosts, private: hosts };
}

/**
 * A public name must not be able to lead inside by its DNS. A host with its port spelled out (`localhost:4600`) is one that
 * the operator knows to be inside.
 */
const namesPort = (host: string): boolean => /:\d+$/.test(host);
