import type { Source } from './contracts/configuration.ts';
import type { GuardedFetch } from './ports.ts';

type Hosts = Parameters<GuardedFetch['request']>[1]['hosts'];
/** Where the source is spoken to. */
export type Addressed = { readonly callbackUrl: string } | { readonly apiUrl: string };

const hostOf = (source: Addressed): string => new URL('apiUrl' in source ? source.apiUrl : source.callbackUrl).host;

/** Where a source's files may be: where it is spoken to, or where its configuration says. */
export function documentHosts(source: Addressed & Pick<Source, 'documentHosts'>): Hosts {
  const allowed = [hostOf(source), ...source.documentHosts];
  return { allowed, private: allowed.filter(namesPort) };
}

/** The source's own address is the operator's own word, wherever it leads. */
export function sourceHosts(source: Addressed): Hosts {
  const host = hostOf(source);
  return { allowed: [host], private: [host] };
}

/**
 * A public name must not be able to lead inside by its DNS. A host with its port spelled out (`localhost:4600`) is one that
 * the operator knows to be inside.
 */
const namesPort = (host: string): boolean => /:\d+$/.test(host);
