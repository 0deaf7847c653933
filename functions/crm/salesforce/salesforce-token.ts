/**
 * A token of an external client app or connected app: by JWT bearer, in the name of a user (Salesforce Help, "OAuth 2.0 JWT Bearer
 * Flow for Server-to-Server Integration"), or by client credentials, in the name of the app's run-as user.
 */
import { createSign } from 'node:crypto';
import type { SalesforceSource } from '#core/contracts/configuration.ts';
import { MINUTE, SECOND } from '#core/policy.ts';
import { sourceHosts } from '#core/source-hosts.ts';
import type { GrantedToken } from '../access-token.ts';
import type { CrmAccess } from '../connector.ts';
import { type CrmFailure, openSession } from '../crm-session.ts';
import { asJson, textOf } from '../json.ts';

/** An assertion must end within three minutes. */
const ASSERTION_LIFETIME = 2 * MINUTE;
/** The answer does not say; a session ends after two hours without use unless the organisation says otherwise. A 401 gets a new one. */
const TOKEN_LIFETIME = 60 * MINUTE;
const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const REFUSED = { outcome: 'refused', status: 401 } as const;

type Access = Pick<CrmAccess<SalesforceSource>, 'source' | 'web' | 'clock' | 'credentials'>;

export function salesforceGrant({ source, web, clock, credentials }: Access) {
  const session = openSession({ web, clock, hosts: sourceHosts(source) });
  return async ({ fresh }: { fresh: boolean }): Promise<GrantedToken | CrmFailure> => {
    const form = formOf(await credentials({ fresh }), source, clock.now());
    if (form === undefined) return REFUSED;
    const url = `${source.apiUrl}/services/oauth2/token`;
    const answer = await session.request({ method: 'POST', url, form });
    // `invalid_grant`, `invalid_client_id` and their like come as 400.
    if (answer.outcome === 'invalid') return REFUSED;
    if (answer.outcome !== 'ok') return answer;
    const token = textOf(asJson(answer.json).access_token);
    if (token === undefined) return { outcome: 'unusable', status: answer.status };
    return { outcome: 'granted', token, lifetime: TOKEN_LIFETIME };
  };
}

type Form = Readonly<Record<string, string>>;

/** Undefined when the secret has not what it takes. */
function formOf(
  { clientId, clientSecret, username, privateKey }: Form,
  { audience }: SalesforceSource,
  now: Date,
): Form | undefined {
  if (clientId === undefined) return undefined;
  if (clientSecret !== undefined) {
    return { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  }
  if (username === undefined || privateKey === undefined) return undefined;
  const exp = Math.floor((now.getTime() + ASSERTION_LIFETIME) / SECOND);
  const signed = [{ alg: 'RS256' }, { iss: clientId, sub: username, aud: audience, exp }].map(base64url).join('.');
  try {
    const signature = createSign('RSA-SHA256').update(signed).sign(privateKey, 'base64url');
    return { grant_type: JWT_BEARER, assertion: `${signed}.${signature}` };
  } catch {
    // No private key in PEM.
    return undefined;
  }
}

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
