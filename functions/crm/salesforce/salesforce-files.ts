import type { SalesforceSource } from '#core/contracts/configuration.ts';
import type { CrmAccess, CrmFiles } from '../connector.ts';
import { locationFailure } from '../crm-session.ts';
import { salesforceClient } from './salesforce-client.ts';

/**
 * The bytes are `…/ContentVersion/{id}/VersionData`, with our token, which goes to the CRM's own origin and nowhere else. The
 * version is asked for first: that tells whether the token still counts, and whether the file does.
 */
export function salesforceFiles(access: CrmAccess<SalesforceSource>): CrmFiles {
  const client = salesforceClient(access);
  const { origin } = new URL(access.source.apiUrl);
  return {
    async locateDocument(url) {
      if (URL.parse(url)?.origin !== origin) return { outcome: 'located', url, headers: {} };
      const [, id] = /\/sobjects\/ContentVersion\/([a-zA-Z0-9]{18})\/VersionData$/.exec(url) ?? [];
      if (id === undefined) return { outcome: 'refused' };
      const version = await client.request('GET', `/sobjects/ContentVersion/${id}?fields=Id`);
      if (version.outcome !== 'ok') return locationFailure(version);
      const authorization = await client.authorize({ fresh: false });
      if (authorization.outcome !== 'authorized') return locationFailure(authorization);
      return { outcome: 'located', url, headers: authorization.headers };
    },
  };
}
