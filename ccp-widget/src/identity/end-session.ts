import type { DesktopConfiguration } from '../../../functions/core/contracts/configuration.ts';

type Identity = DesktopConfiguration['identity'];

/** Of the provider's discovery document (OpenID Connect Discovery 1.0). */
export interface Discovered {
  readonly issuer?: string;
  readonly end_session_endpoint?: string;
  readonly authorization_endpoint?: string;
}

/**
 * Where the provider ends its own session and sends the browser back to `page`; undefined when it has no such place (OpenID
 * Connect RP-Initiated Logout 1.0). Cognito has `/logout` with two parameters of its own (Developer Guide, "The managed login
 * sign-out endpoint"), which its discovery names only since 2024, and refuses the standard's.
 */
export function endSessionAddress(
  { end_session_endpoint: named, authorization_endpoint: other }: Discovered,
  { issuer, clientId }: Pick<Identity, 'issuer' | 'clientId'>,
  page: string,
  hint: { readonly idToken: string | undefined; readonly state: string },
): string | undefined {
  const isCognito = issuer.startsWith('https://cognito-idp.');
  const endpoint = named ?? (isCognito ? new URL('/logout', other).href : undefined);
  if (endpoint === undefined) return undefined;
  const url = new URL(endpoint);
  const parameters = isCognito
    ? { logout_uri: page }
    : { post_logout_redirect_uri: page, state: hint.state, id_token_hint: hint.idToken };
  for (const [name, value] of Object.entries({ client_id: clientId, ...parameters }))
    if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}
