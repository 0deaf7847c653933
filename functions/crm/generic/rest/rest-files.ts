import type { GenericSource } from '#core/contracts/configuration.ts';
import type { RestDescription } from '#core/contracts/rest-description.ts';
import type { CrmAccess, CrmFiles } from '../../connector.ts';
import { locationFailure } from '../../crm-session.ts';
import { authorizeBy } from './authorization.ts';

/** The credentials go to the API's own origin and nowhere else: a file may be anywhere. */
export function restFiles(access: CrmAccess<GenericSource>, { baseUrl, auth, headers }: RestDescription): CrmFiles {
  const { origin } = new URL(baseUrl);
  const authorize = authorizeBy(auth, access);
  const { accept: _json, ...common } = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
  return {
    async locateDocument(url) {
      if (URL.parse(url)?.origin !== origin) return { outcome: 'located', url, headers: {} };
      const authorized = await authorize({ fresh: false });
      if (authorized.outcome !== 'authorized') return locationFailure(authorized);
      return { outcome: 'located', url, headers: { ...common, ...authorized.headers } };
    },
  };
}
