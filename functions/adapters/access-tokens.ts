/** OIDC access tokens, for the one route where API Gateway does not check them because signed requests come there too. */
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as v from 'valibot';
import { ENVIRONMENT } from '../core/contracts/environment.ts';
import { CtiError } from '../core/errors.ts';
import { SECOND } from '../core/policy.ts';
import { environment } from './environment.ts';

export interface TokenExpectations {
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly scope: string;
}

export const tokenExpectations = (): TokenExpectations => ({
  issuer: environment(ENVIRONMENT.identityIssuer),
  audience: environment(ENVIRONMENT.identityAudience).split(','),
  scope: environment(ENVIRONMENT.identityScope),
});

const discoverySchema = v.object({ jwks_uri: v.pipe(v.string(), v.url()) });
const TIMEOUT = 3 * SECOND;

/**
 * The claims of a valid token, by the rules of API Gateway's JWT authorizer: signature, issuer, time, `aud` or else
 * `client_id`, scope. The issuer's keys are fetched when first needed.
 * @throws CtiError `unauthorized`, `forbidden` (valid, but without the scope)
 */
export function accessTokens(expected: TokenExpectations) {
  let keys: Promise<JWTVerifyGetKey> | undefined;
  return async (token: string): Promise<JWTPayload> => {
    keys ??= issuerKeys(expected.issuer);
    const known = await keys.catch((error: unknown) => {
      keys = undefined;
      throw error;
    });
    const claims = await verified(token, known, expected.issuer);
    const audiences = [claims.aud ?? claims.client_id].flat();
    if (!audiences.some((audience) => typeof audience === 'string' && expected.audience.includes(audience))) {
      throw new CtiError('unauthorized', 'The access token is for somebody else.');
    }
    const scopes = [claims.scope, claims.scp].flat().join(' ').split(' ');
    if (!scopes.includes(expected.scope)) throw new CtiError('forbidden', 'The access token lacks the agent scope.');
    return claims;
  };
}

async function issuerKeys(issuer: string): Promise<JWTVerifyGetKey> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT) });
  if (!answer.ok) throw new CtiError('try-again', 'The identity provider does not answer.');
  const { jwks_uri: address } = v.parse(discoverySchema, await answer.json());
  return createRemoteJWKSet(new URL(address), { timeoutDuration: TIMEOUT });
}

async function verified(token: string, keys: JWTVerifyGetKey, issuer: string): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, keys, { issuer, requiredClaims: ['exp'] });
    return payload;
  } catch (cause) {
    if (!(cause instanceof errors.JOSEError) || cause instanceof errors.JWKSTimeout) throw cause;
    throw new CtiError('unauthorized', 'The access token is not valid.', { cause });
  }
}
