import type { Dynamics365Source } from '#core/contracts/configuration.ts';
import type { CrmAccess, CrmFiles } from '../connector.ts';
import { locationFailure } from '../crm-session.ts';
import { dynamics365Client } from './dynamics365-client.ts';

/**
 * A note's file is asked for with our token, which goes to the environment's own origin and nowhere else. It comes as base64 in
 * plain text (PowerApps-Samples, AnnotationOperations: "returns a Base64 encoded string value").
 */
export function dynamics365Files(access: CrmAccess<Dynamics365Source>): CrmFiles {
  const client = dynamics365Client(access);
  const { origin } = new URL(access.source.apiUrl);
  return {
    async locateDocument(url) {
      if (URL.parse(url)?.origin !== origin) return { outcome: 'located', url, headers: {} };
      const authorization = await client.authorization();
      if (authorization.outcome !== 'authorized') return locationFailure(authorization);
      return { outcome: 'located', url, headers: authorization.headers, encoding: 'base64' };
    },
  };
}
