import type { Source } from './contracts/configuration.ts';
import type { GuardedFetch } from './ports.ts';

type Hosts = Parameters<GuardedFetch['request']>[1]['hosts'];

/** Where a source's files may be: with its callback, or where its configuration says. */
export function documentHosts(source: Pick<Source, 'callbackUrl' | 'documentHosts'>): Hosts {
  const allowed = [new URL(source.callbackUrl).host, ...source.documentHosts];
  return { allowed, private: allowed.filter(namesPort) };
}

/** The callback is the operator's own word, wherever it leads. */
export function callbackHosts({ callbackUrl }: Pick<Source, 'callbackUrl'>): Hosts {
  const { host } = new URL(callbackUrl);
  return { allowed: [host], private: [host] };
}

/**
 * A public name must not be able to lead inside by its DNS. A host with its port spelled out (`localhost:4600`) is one that
 * the operator knows to be inside.
 */
const namesPort = (host: string): boolean => /:\d+$/.test(host);
