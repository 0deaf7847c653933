import type { OpportunityFinder } from '#core/ports/crm.ts';
import { dynamics365Finding } from './dynamics365/dynamics365-finding.ts';
import { espocrmFinding } from './espocrm/espocrm-finding.ts';
import { restFinding } from './generic/rest/rest-finding.ts';
import { hubspotFinding } from './hubspot/hubspot-finding.ts';
import { onePerSource } from './one-per-source.ts';
import { salesforceFinding } from './salesforce/salesforce-finding.ts';

/** What searches in a source's CRM; undefined for one that cannot be asked. */
export const crmFinding = onePerSource((access): OpportunityFinder | undefined => {
  const { source } = access;
  switch (source.kind) {
    case 'generic':
      return source.rest?.search && restFinding({ ...access, source }, source.rest, source.rest.search);
    case 'espocrm':
      return espocrmFinding({ ...access, source });
    case 'dynamics365':
      return dynamics365Finding({ ...access, source });
    case 'hubspot':
      return hubspotFinding({ ...access, source });
    case 'salesforce':
      return salesforceFinding({ ...access, source });
  }
});
