import type { GenericSource, Source } from '#core/contracts/configuration.ts';

/** Whether a source's CRM can be asked for an opportunity (`reading.ts`); a generic one says everything by itself, or is described. */
export const isReadable = (source: Pick<Source, 'kind'> & Partial<Pick<GenericSource, 'rest'>>): boolean =>
  source.kind !== 'generic' || source.rest !== undefined;
