import type { OpportunityReader } from '#core/ports/crm.ts';
import { dynamics365Reading } from './dynamics365/dynamics365-reading.ts';
import { espocrmReading } from './espocrm/espocrm-reading.ts';
import { restReading } from './generic/rest/rest-reading.ts';
import { hubspotReading } from './hubspot/hubspot-reading.ts';
import { onePerSource } from './one-per-source.ts';
import { salesforceReading } from './salesforce/salesforce-reading.ts';

/** What reads in a source's CRM; undefined for one that says everything itself. */
export const crmReading = onePerSource((access): OpportunityReader | undefined => {
  const { source } = access;
  switch (source.kind) {
    case 'generic':
      return source.rest && restReading({ ...access, source }, source.rest);
    case 'espocrm':
      return espocrmReading({ ...access, source });
    case 'dynamics365':
      return dynamics365Reading({ ...access, source });
    case 'hubspot':
      return hubspotReading({ ...access, source });
    case 'salesforce':
      return salesforceReading({ ...access, source });
  }
});
