/** The desktop's own way to a token, authorization code with PKCE, walked without a browser. */
import { createHash, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { AGENT_SCOPE, API_AUDIENCE, DESKTOP_CLIENT_ID } from '../seed.ts';

export interface SignIn {
  readonly issuer: string;
  readonly desktopOrigin: string;
  readonly username: string;
  readonly password: string;
}

const metadataSchema = v.object({ authorization_endpoint: v.string(), token_endpoint: v.string() });
const tokenSchema = v.object({ access_token: v.string() });

/** @throws Error in plain words when the provider does not answer or refuses */
export async function signInForToken({ issuer, desktopOrigin, username, password }: SignIn): Promise<string> {
  const browse = openBrowsing(issuer);
  const metadata = v.parse(metadataSchema, await (await browse(`${issuer}/.well-known/openid-configuration`)).json());
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const redirectUri = `${desktopOrigin}/`;
  const query = new URLSearchParams({
    client_id: DESKTOP_CLIENT_ID,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: `openid ${AGENT_SCOPE}`,
    resource: API_AUDIENCE,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const page = locationOf(await browse(`${metadata.authorization_endpoint}?${query}`), issuer);
  const resume = locationOf(await browse(page, new URLSearchParams({ username, password })), issuer);
  const answer = new URL(locationOf(await browse(resume), issuer));
  const code = answer.searchParams.get('code');
  if (code === null || answer.searchParams.get('state') !== state) {
    throw new Error(`no code came back: ${answer.searchParams.get('error_description') ?? answer.href}`);
  }
  const tokens = await browse(
    metadata.token_endpoint,
    new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: DESKTOP_CLIENT_ID,
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      resource: API_AUDIENCE,
    }),
  );
  if (!tokens.ok) throw new Error(`no token was given: ${await tokens.text()}`);
  return v.parse(tokenSchema, await tokens.json()).access_token;
}

/** `fetch` that keeps cookies as a browser does within one origin, and shows redirects instead of following them. */
function openBrowsing(issuer: string): (url: string, form?: URLSearchParams) => Promise<Response> {
  const cookies = new Map<string, string>();
  return async (url, form) => {
    try {
      const response = await fetch(url, {
        redirect: 'manual',
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        signal: AbortSignal.timeout(10_000),
        ...(form !== undefined && { method: 'POST', body: form }),
      });
      for (const line of response.headers.getSetCookie()) {
        const [pair = ''] = line.split(';');
        const equals = pair.indexOf('=');
        cookies.set(pair.slice(0, equals), pair.slice(equals + 1));
      }
      return response;
    } catch (error) {
      throw new Error(`the identity provider at ${issuer} does not answer`, { cause: error });
    }
  };
}

function locationOf(response: Response, issuer: string): string {
  const location = response.headers.get('location');
  if (location === null) throw new Error(`signing in failed: ${issuer} answered ${response.status}`);
  return new URL(location, issuer).href;
}
