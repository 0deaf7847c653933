import type { EspocrmSource } from '#core/contracts/configuration.ts';
import type { CrmAccess, CrmFiles } from '../connector.ts';
import { espocrmClient } from './espocrm-client.ts';

/** Files are given to an API user only: the key goes to the CRM's own origin and nowhere else. */
export function espocrmFiles(access: CrmAccess<EspocrmSource>): CrmFiles {
  const client = espocrmClient(access);
  const { origin } = new URL(access.source.apiUrl);
  return {
    async locateDocument(url) {
      const isTheirs = URL.parse(url)?.origin === origin;
      return { outcome: 'located', url, headers: isTheirs ? await client.headers() : {} };
    },
  };
}
