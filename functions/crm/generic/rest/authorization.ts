/** The ways to show a REST API who we are, with the members of the source's secret. */
import type { RestDescription } from '#core/contracts/rest-description.ts';
import { SECOND } from '#core/policy.ts';
import { bearer, type GrantedToken } from '../../access-token.ts';
import type { CrmAccess } from '../../connector.ts';
import { type CrmFailure, openSession } from '../../crm-session.ts';
import { asJson, numberOf, textOf } from '../../json.ts';

type Auth = RestDescription['auth'];
type Access = Pick<CrmAccess, 'web' | 'clock' | 'credentials'>;
type Headers = Readonly<Record<string, string>>;
type Authorize = (options: { fresh: boolean }) => Promise<{ outcome: 'authorized'; headers: Headers } | CrmFailure>;

/** An answer may leave `expires_in` out (RFC 6749, 5.1: recommended). */
const UNSAID_LIFETIME = 300 * SECOND;
/** What is not in the secret cannot be shown; the CRM would say the same. */
const REFUSED: CrmFailure = { outcome: 'refused', status: 401 };

/** For `openSession`. */
export function authorizeBy(auth: Auth, access: Access): Authorize {
  if (auth.type === 'client-credentials') return bearer(access.clock, ({ fresh }) => grant(auth, access, fresh));
  return async ({ fresh }) => {
    const headers = headersOf(auth, await access.credentials({ fresh }));
    return headers === undefined ? REFUSED : { outcome: 'authorized', headers };
  };
}

function headersOf(
  auth: Exclude<Auth, { type: 'client-credentials' }>,
  { token, username, password, apiKey }: Readonly<Record<string, string>>,
): Headers | undefined {
  switch (auth.type) {
    case 'bearer':
      return token === undefined ? undefined : { authorization: `Bearer ${token}` };
    case 'basic':
      return username === undefined ? undefined : { authorization: basic(username, password ?? '') };
    case 'api-key':
      return apiKey === undefined ? undefined : { [auth.header.toLowerCase()]: `${auth.prefix}${apiKey}` };
  }
}

async function grant(
  { tokenUrl, scope, audience, clientAuth }: Extract<Auth, { type: 'client-credentials' }>,
  { web, clock, credentials }: Access,
  fresh: boolean,
): Promise<GrantedToken | CrmFailure> {
  const { clientId, clientSecret = '' } = await credentials({ fresh });
  if (clientId === undefined) return REFUSED;
  const { host } = new URL(tokenUrl);
  const session = openSession({ web, clock, hosts: { allowed: [host], private: [host] } });
  const answer = await session.request({
    ...{ method: 'POST', url: tokenUrl },
    form: {
      grant_type: 'client_credentials',
      ...(scope !== undefined && { scope }),
      ...(audience !== undefined && { audience }),
      ...(clientAuth === 'body' && { client_id: clientId, client_secret: clientSecret }),
    },
    ...(clientAuth === 'basic' && { headers: { authorization: basic(form(clientId), form(clientSecret)) } }),
  });
  // 400 `invalid_client`, RFC 6749, 5.2.
  if (answer.outcome === 'invalid') return REFUSED;
  if (answer.outcome !== 'ok') return answer;
  const { access_token: given, expires_in: seconds } = asJson(answer.json);
  const token = textOf(given);
  if (token === undefined) return { outcome: 'unusable', status: answer.status };
  return { outcome: 'granted', token, lifetime: (numberOf(seconds) ?? UNSAID_LIFETIME / SECOND) * SECOND };
}

const basic = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
/** RFC 6749, 2.3.1: both are form-encoded first. */
const form = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);
