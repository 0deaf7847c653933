/** Cheap requests that show whether a CRM can be reached, knows our credentials, and lets us do what is needed: for the doctor. */
import type { GenericSource } from '#core/contracts/configuration.ts';
import type { CrmAccess } from './connector.ts';
import { dynamics365Client } from './dynamics365/dynamics365-client.ts';
import { odataPath } from './dynamics365/odata.ts';
import { espocrmClient } from './espocrm/espocrm-client.ts';
import { restClient } from './generic/rest/rest-client.ts';
import { hubspotClient } from './hubspot/hubspot-client.ts';
import { onePerSource } from './one-per-source.ts';
import { salesforceClient } from './salesforce/salesforce-client.ts';

export interface CrmTrial {
  readonly what: string;
  /** The right that it takes, in the CRM's own words. */
  readonly needs: string;
  /** It is about a record that there is not: that this is said is a good answer. */
  readonly isOfNothing?: true;
  ask(): Promise<{ readonly outcome: string; readonly status?: number }>;
}

const NO_GUID = '00000000-0000-0000-0000-000000000000';

export const crmTrials = onePerSource((access): readonly CrmTrial[] => {
  const { source } = access;
  switch (source.kind) {
    case 'generic':
      return described({ ...access, source });
    case 'espocrm': {
      const client = espocrmClient({ ...access, source });
      return [
        { what: 'users', needs: 'a role that may read User', ask: () => client.list(['User'], {}, 1) },
        { what: 'calls', needs: 'a role that may read and edit Call', ask: () => client.list(['Call'], {}, 1) },
        {
          ...{
            what: 'opportunities',
            needs: 'a role that may read Opportunity, Contact and Document',
            isOfNothing: true,
          },
          ask: () => client.get(['Opportunity', '0']),
        },
      ];
    }
    case 'hubspot': {
      const client = hubspotClient({ ...access, source });
      return [
        {
          ...{ what: 'owners', needs: 'the scope crm.objects.owners.read' },
          ask: () => client.request('GET', '/crm/v3/owners?limit=1'),
        },
        {
          ...{ what: 'deals', needs: 'the scope crm.objects.deals.read', isOfNothing: true },
          ask: () => client.request('GET', '/crm/v3/objects/deals/0'),
        },
        {
          ...{ what: 'contacts', needs: 'the scopes crm.objects.contacts.read and .write' },
          ask: () => client.batchRead('contacts', ['0'], ['lastname']),
        },
      ];
    }
    case 'salesforce': {
      const client = salesforceClient({ ...access, source });
      return ['Opportunity', 'Task', 'User'].map((object) => ({
        ...{ what: object, needs: `a permission set that may read ${object}` },
        ask: () => client.query(`SELECT Id FROM ${object} LIMIT 1`, 1),
      }));
    }
    case 'dynamics365': {
      const client = dynamics365Client({ ...access, source });
      return [
        {
          ...{ what: 'systemusers', needs: 'a security role that may read User' },
          ask: () => client.list(odataPath('systemusers', { $select: 'systemuserid' }), 1),
        },
        {
          ...{ what: 'opportunities', needs: 'a security role that may read Opportunity', isOfNothing: true },
          ask: () => client.get(odataPath(`opportunities(${NO_GUID})`, { $select: 'name' })),
        },
      ];
    }
  }
});

/** A source that only takes webhooks is asked nothing: every request would mean something to it. */
function described(access: CrmAccess<GenericSource>): readonly CrmTrial[] {
  const { rest } = access.source;
  if (rest?.check === undefined) return [];
  const { check } = rest;
  const client = restClient(rest, access);
  return [{ what: check.path, needs: 'whatever the CRM asks for it', ask: () => client.get(check, {}) }];
}
