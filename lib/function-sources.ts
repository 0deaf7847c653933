import type { Configuration, FunctionSource } from '../functions/core/contracts/configuration.ts';
import { holidayDates } from './holiday-dates.ts';

/**
 * The sources as the functions get them. A secret's ARN is known at deployment only, and this is a file in the functions' code:
 * so the secrets have names of our choosing.
 */
export const functionSources = ({
  name,
  sources,
  connect: { campaignCalls },
}: Pick<Configuration, 'name' | 'sources' | 'connect'>): readonly FunctionSource[] =>
  sources.map((source) => {
    const { countries = [] } = source.callingRules?.holidays ?? {};
    const holidays = countries.length === 0 ? {} : { holidays: holidayDates(countries, new Date()) };
    return { ...source, secretId: secretName(name, source.id), ...holidays, ...(campaignCalls && { campaignCalls }) };
  });

/** @param deployment the configuration's `name` */
export const secretName = (deployment: string, sourceId: string): string => `${deployment}/sources/${sourceId}`;
