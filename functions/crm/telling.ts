import type { CrmTelling } from './connector.ts';
import { dynamics365Telling } from './dynamics365/dynamics365-telling.ts';
import { espocrmTelling } from './espocrm/espocrm-telling.ts';
import { genericTelling } from './generic/generic-telling.ts';
import { hubspotTelling } from './hubspot/hubspot-telling.ts';
import { onePerSource } from './one-per-source.ts';
import { salesforceTelling } from './salesforce/salesforce-telling.ts';

/** What tells a source's CRM what has happened. */
export const crmTelling = onePerSource((access): CrmTelling => {
  const { source } = access;
  switch (source.kind) {
    case 'generic':
      return genericTelling({ ...access, source });
    case 'espocrm':
      return espocrmTelling({ ...access, source });
    case 'dynamics365':
      return dynamics365Telling({ ...access, source });
    case 'hubspot':
      return hubspotTelling({ ...access, source });
    case 'salesforce':
      return salesforceTelling({ ...access, source });
  }
});
