import type { Source } from '#core/contracts/configuration.ts';

/** Whether a source's CRM can be asked for an opportunity (`reading.ts`); a generic one says everything by itself. */
export const isReadable = ({ kind }: Pick<Source, 'kind'>): boolean => kind !== 'generic';
