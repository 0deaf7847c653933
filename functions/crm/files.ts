import type { CrmFiles } from './connector.ts';
import { dynamics365Files } from './dynamics365/dynamics365-files.ts';
import { espocrmFiles } from './espocrm/espocrm-files.ts';
import { restFiles } from './generic/rest/rest-files.ts';
import { hubspotFiles } from './hubspot/hubspot-files.ts';
import { onePerSource } from './one-per-source.ts';
import { salesforceFiles } from './salesforce/salesforce-files.ts';

/** What finds a source's files; undefined for one whose addresses say it all. */
export const crmFiles = onePerSource((access): CrmFiles | undefined => {
  const { source } = access;
  switch (source.kind) {
    case 'generic':
      return source.rest && restFiles({ ...access, source }, source.rest);
    case 'espocrm':
      return espocrmFiles({ ...access, source });
    case 'dynamics365':
      return dynamics365Files({ ...access, source });
    case 'hubspot':
      return hubspotFiles({ ...access, source });
    case 'salesforce':
      return salesforceFiles({ ...access, source });
  }
});
