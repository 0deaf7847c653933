/** oidc-provider, set up as an organisation's identity provider would be for the desktop and the API. */
import Provider, { type Configuration, interactionPolicy, type JWKS, type KoaContextWithOIDC } from 'oidc-provider';
import { API_AUDIENCE, DESKTOP_CLIENT_ID, PEOPLE } from '../seed.ts';
import type { KeptState } from './kept-state.ts';
import { findPerson } from './people.ts';
import { messagePage, signingOutPage, signOutPage } from './sign-in-page.ts';

export interface ProviderOptions {
  readonly issuer: string;
  readonly desktopOrigin: string;
  readonly tokenSeconds: number;
  readonly state: KeptState;
}

/** A working day: nobody signs in twice between breakfast and the last call. */
const SESSION_SECONDS = 12 * 60 * 60;
const API_SCOPES = [...new Set(PEOPLE.flatMap(({ scopes }) => scopes))];

export function createProvider({ issuer, desktopOrigin, tokenSeconds, state }: ProviderOptions): Provider {
  const configuration: Configuration = {
    adapter: (model: string) => state.adapter(model),
    jwks: { keys: state.keys } as JWKS,
    cookies: { keys: [...state.cookieKeys] },
    clients: [
      {
        client_id: DESKTOP_CLIENT_ID,
        client_name: 'Opportunity desktop',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        redirect_uris: [`${desktopOrigin}/`, `${desktopOrigin}/signed-in.html`],
        post_logout_redirect_uris: [`${desktopOrigin}/sign-out.html`],
      },
    ],
    clientBasedCORS: (_, origin) => origin === desktopOrigin,
    pkce: { required: () => true },
    scopes: ['openid', 'profile', ...API_SCOPES],
    claims: { profile: ['name', 'preferred_username'] },
    interactions: { policy: withoutConsent(), url: (_, interaction) => `/sign-in/${interaction.uid}` },
    findAccount: (_, username) => {
      const person = findPerson(username);
      if (person === undefined) return undefined;
      const claims = { sub: username, name: person.name, preferred_username: username };
      return { accountId: username, claims: () => claims };
    },
    loadExistingGrant: grantFor,
    extraTokenClaims: (_, token) => ('accountId' in token ? claimsOf(token.accountId) : undefined),
    features: {
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => API_AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: API_SCOPES.join(' '),
          audience: API_AUDIENCE,
          accessTokenTTL: tokenSeconds,
          accessTokenFormat: 'jwt',
        }),
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          // "MUST ask" unless the hint tells whose session it is (OpenID Connect RP-Initiated Logout 1.0, section 2).
          const { session, entities } = ctx.oidc;
          const isOwn = entities.IdTokenHint?.payload.sub === session?.accountId;
          ctx.body = isOwn ? signingOutPage(form) : signOutPage(form);
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.body = messagePage('You are signed out', 'You can close this page.');
        },
      },
    },
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.body = messagePage('Signing in did not work', `${out.error}: ${out.error_description ?? ''}`);
    },
    ttl: {
      AccessToken: tokenSeconds,
      IdToken: tokenSeconds,
      AuthorizationCode: 60,
      Grant: SESSION_SECONDS,
      Interaction: 60 * 60,
      Session: SESSION_SECONDS,
    },
  };
  return new Provider(issuer, configuration);
}

/** The organisation's own application: nobody is asked whether it may know what it must know. */
function withoutConsent(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  return policy;
}

/** As Cognito's access tokens name them. */
function claimsOf(username: string): Readonly<Record<string, unknown>> {
  const groups = findPerson(username)?.groups ?? [];
  return { username, ...(groups.length > 0 && { 'cognito:groups': groups }) };
}

/** Each person gets the scopes that the seed gives, whatever was asked for. */
async function grantFor(ctx: KoaContextWithOIDC) {
  const { client, session, provider } = ctx.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const known = session.grantIdFor(client.clientId);
  const grant =
    (known === undefined ? undefined : await provider.Grant.find(known)) ??
    new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid profile');
  const scopes = findPerson(session.accountId)?.scopes ?? [];
  if (scopes.length > 0) grant.addResourceScope(API_AUDIENCE, scopes.join(' '));
  await grant.save();
  return grant;
}
