import { CtiError } from '../core/errors.ts';

/** @throws CtiError `not-found` */
export function configuredSource<Source>(sources: ReadonlyMap<string, Source>, sourceId: string): Source {
  const source = sources.get(sourceId);
  if (source === undefined) throw new CtiError('not-found', 'There is no such source.');
  return source;
}
