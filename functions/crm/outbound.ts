import type { Source } from '#core/contracts/configuration.ts';
import type { CrmAccess, CrmOutbound } from './connector.ts';
import { genericOutbound } from './generic/generic-outbound.ts';

/** One for each source and process: what it learns, such as a token, serves the next request too. */
export function crmOf(accessOf: (source: Source) => CrmAccess): (source: Source) => CrmOutbound {
  const known = new Map<string, CrmOutbound>();
  return (source) => {
    const outbound = known.get(source.id) ?? open(accessOf(source));
    known.set(source.id, outbound);
    return outbound;
  };
}

function open(access: CrmAccess): CrmOutbound {
  const { source } = access;
  switch (source.kind) {
    case 'generic':
      return genericOutbound({ ...access, source });
  }
}
