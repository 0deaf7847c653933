import type { Source } from '#core/contracts/configuration.ts';
import type { CrmAccess } from './connector.ts';

export type AccessOf = (source: Source) => CrmAccess;

/** One for each source and process: what it learns, such as a token, serves the next request too. */
export const onePerSource =
  <Part>(open: (access: CrmAccess) => Part) =>
  (accessOf: AccessOf): ((source: Source) => Part) => {
    const known = new Map<string, Part>();
    return (source) => {
      const part = known.get(source.id) ?? open(accessOf(source));
      known.set(source.id, part);
      return part;
    };
  };
