import type { HubspotSource } from '#core/contracts/configuration.ts';
import type { CrmAccess, CrmFiles } from '../connector.ts';
import { locationFailure } from '../crm-session.ts';
import { asJson, textOf } from '../json.ts';
import { hubspotClient } from './hubspot-client.ts';

/** A file's bytes have a signed address that ends soon (API reference, "Get signed URL to access private file"). */
export function hubspotFiles(access: CrmAccess<HubspotSource>): CrmFiles {
  const client = hubspotClient(access);
  const api = access.source.apiUrl.replace(/\/$/, '');
  return {
    async locateDocument(url) {
      if (!url.startsWith(`${api}/`)) return { outcome: 'located', url, headers: {} };
      const answer = await client.request('GET', url.slice(api.length));
      if (answer.outcome !== 'ok') return locationFailure(answer);
      const signed = textOf(asJson(answer.json).url);
      return signed === undefined ? { outcome: 'refused' } : { outcome: 'located', url: signed, headers: {} };
    },
  };
}
