/** API Gateway's JWT authorizer. */
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import type { AuthorizerDefinition } from '../deployment.ts';
import { isRecord } from '../template/template.ts';

export type Authorization =
  | {
      readonly outcome: 'allowed';
      readonly claims: Readonly<Record<string, string>>;
      readonly scopes: readonly string[] | null;
    }
  | { readonly outcome: 'unauthorized'; readonly challenge: string }
  | { readonly outcome: 'forbidden'; readonly challenge: string };

export type Authorize = (header: string | undefined, requiredScopes: readonly string[]) => Promise<Authorization>;

/** The issuer's key set is looked up at the first token and kept; jose reads it again when a key is unknown. */
export function openAuthorizer({ issuer, audience }: AuthorizerDefinition): Authorize {
  let keys: Promise<ReturnType<typeof createRemoteJWKSet>> | undefined;
  const keySet = (): Promise<ReturnType<typeof createRemoteJWKSet>> => {
    keys ??= discover(issuer).catch((error: unknown) => {
      keys = undefined;
      throw error;
    });
    return keys;
  };
  return async (header, requiredScopes) => {
    const token = /^(?:Bearer\s+)?(\S+)$/i.exec(header?.trim() ?? '')?.[1];
    if (token === undefined) return { outcome: 'unauthorized', challenge: 'Bearer' };
    let claims: JWTPayload;
    try {
      ({ payload: claims } = await jwtVerify(token, await keySet(), { issuer, clockTolerance: 0 }));
    } catch (error) {
      const reason = error instanceof errors.JWTExpired ? 'the token has expired' : 'the token is not valid';
      return { outcome: 'unauthorized', challenge: invalidToken(reason) };
    }
    if (!audiencesOf(claims).some((name) => audience.includes(name))) {
      return { outcome: 'unauthorized', challenge: invalidToken('the token has an invalid audience') };
    }
    const scopes = scopesOf(claims);
    if (requiredScopes.length > 0 && !requiredScopes.some((scope) => scopes.includes(scope))) {
      return { outcome: 'forbidden', challenge: 'Bearer error="insufficient_scope"' };
    }
    return {
      outcome: 'allowed',
      claims: asStrings(claims),
      scopes: requiredScopes.length === 0 ? null : requiredScopes,
    };
  };
}

const invalidToken = (reason: string): string => `Bearer error="invalid_token" error_description="${reason}"`;

async function discover(issuer: string): Promise<ReturnType<typeof createRemoteJWKSet>> {
  const answer = await fetch(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`, {
    signal: AbortSignal.timeout(5_000),
  });
  const metadata: unknown = await answer.json();
  if (!isRecord(metadata) || typeof metadata.jwks_uri !== 'string') throw new Error(`${issuer} names no jwks_uri`);
  return createRemoteJWKSet(new URL(metadata.jwks_uri));
}

/** `client_id` counts only when there is no `aud`. */
function audiencesOf(claims: JWTPayload): readonly string[] {
  if (claims.aud !== undefined) return Array.isArray(claims.aud) ? claims.aud : [claims.aud];
  return typeof claims.client_id === 'string' ? [claims.client_id] : [];
}

function scopesOf(claims: JWTPayload): readonly string[] {
  const scope = claims.scope ?? claims.scp;
  if (Array.isArray(scope)) return scope.map(String);
  return typeof scope === 'string' ? scope.split(' ') : [];
}

/** API Gateway hands every claim over as text; a list becomes `[a b]`. */
function asStrings(claims: JWTPayload): Record<string, string> {
  return Object.fromEntries(
    Object.entries(claims).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? `[${value.map(String).join(' ')}]`
        : typeof value === 'object' && value !== null
          ? JSON.stringify(value)
          : String(value),
    ]),
  );
}
