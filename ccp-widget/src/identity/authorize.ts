import * as oauth from 'oauth4webapi';
import type { DesktopConfiguration } from '../../../functions/core/contracts/configuration.ts';

export type Identity = DesktopConfiguration['identity'];

/** One attempt to sign in: kept until the provider sends the browser back. */
export interface Attempt {
  readonly state: string;
  readonly verifier: string;
  readonly redirectUri: string;
}

export interface Tokens {
  readonly accessToken: string;
  readonly idToken: string | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

const DEFAULT_LIFETIME_SECONDS = 300;

/** OAuth 2.1 authorization code with PKCE for a public client. Discovery is asked once. */
export function createAuthorizer(identity: Identity) {
  const issuer = new URL(identity.issuer);
  const client: oauth.Client = { client_id: identity.clientId };
  // No downgrade: a page that came over TLS asks its provider over TLS only, whatever the configuration says.
  const insecure = issuer.protocol === 'http:' && location.protocol === 'http:';
  const transport = { [oauth.allowInsecureRequests]: insecure };
  let discovered: Promise<oauth.AuthorizationServer> | undefined;
  const server = (): Promise<oauth.AuthorizationServer> => {
    discovered ??= oauth
      .discoveryRequest(issuer, transport)
      .then((response) => oauth.processDiscoveryResponse(issuer, response))
      .catch((error: unknown) => {
        discovered = undefined;
        throw error;
      });
    return discovered;
  };

  return {
    /** Where to send the browser. `silent` asks for an answer without any question to the person. */
    async begin(redirectUri: string, options: { silent?: boolean } = {}): Promise<{ attempt: Attempt; url: URL }> {
      const { authorization_endpoint: endpoint } = await server();
      if (!endpoint) throw new Error('the identity provider names no authorization endpoint');
      const attempt = { state: oauth.generateRandomState(), verifier: oauth.generateRandomCodeVerifier(), redirectUri };
      const url = new URL(endpoint);
      const parameters = {
        client_id: identity.clientId,
        response_type: 'code',
        redirect_uri: redirectUri,
        scope: `openid ${identity.scope}`,
        resource: identity.audience,
        state: attempt.state,
        code_challenge: await oauth.calculatePKCECodeChallenge(attempt.verifier),
        code_challenge_method: 'S256',
        ...(options.silent ? { prompt: 'none' } : {}),
      };
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
      return { attempt, url };
    },

    /** Exchanges the code. Throws what the provider or the library found wrong. */
    async finish(attempt: Attempt, answer: URL, now: number): Promise<Tokens> {
      const authorizationServer = await server();
      const parameters = oauth.validateAuthResponse(authorizationServer, client, answer, attempt.state);
      const response = await oauth.authorizationCodeGrantRequest(
        authorizationServer,
        client,
        oauth.None(),
        parameters,
        attempt.redirectUri,
        attempt.verifier,
        { ...transport, additionalParameters: { resource: identity.audience } },
      );
      const tokens = await oauth.processAuthorizationCodeResponse(authorizationServer, client, response);
      return {
        accessToken: tokens.access_token,
        idToken: tokens.id_token,
        expiresAt: now + (tokens.expires_in ?? DEFAULT_LIFETIME_SECONDS) * 1000,
      };
    },
  };
}

export type Authorizer = ReturnType<typeof createAuthorizer>;
