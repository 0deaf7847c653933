/**
 * What a SAML assertion is between an organisation's identity provider and Amazon Connect: a signed statement, for this
 * CCP and this minute only, of who the person is.
 */
import { randomUUID } from 'node:crypto';
import { createRemoteJWKSet, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../parts.ts';

interface Parties {
  readonly issuer: string;
  /** The CCP's origin. */
  readonly audience: string;
}

/** Its own type, so that no access token passes for one, nor the other way round (RFC 8725 section 3.11). */
const TYPE = 'connect-assertion+jwt';
const LIFETIME_SECONDS = 60;
const ALGORITHM = 'RS256';

export async function assertPerson(username: string, { issuer, audience }: Parties, key: JWK): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, ...(key.kid !== undefined && { kid: key.kid }) })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(username)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${LIFETIME_SECONDS}s`)
    .sign(await importJWK(key, ALGORITHM));
}

/** Resolves to the user name, or `undefined` for whatever is not a fresh, unused assertion of this issuer. */
export function createAssertionVerifier(
  { issuer, audience }: Parties,
  clock: Clock = { now: () => new Date() },
): (token: string) => Promise<string | undefined> {
  const keys = createRemoteJWKSet(new URL(`${issuer}/jwks`));
  /** Ids of assertions that were used, with the time in epoch seconds until which they would still be good. */
  const used = new Map<string, number>();
  return async (token) => {
    const currentDate = clock.now();
    const options = {
      issuer,
      audience,
      typ: TYPE,
      algorithms: [ALGORITHM],
      currentDate,
      maxTokenAge: LIFETIME_SECONDS,
    };
    const payload = await jwtVerify(token, keys, options).then(
      (verified) => verified.payload,
      () => undefined,
    );
    if (payload?.sub === undefined || payload.jti === undefined || payload.exp === undefined) return undefined;
    for (const [id, until] of used) if (until * 1000 <= currentDate.getTime()) used.delete(id);
    if (used.has(payload.jti)) return undefined;
    used.set(payload.jti, payload.exp);
    return payload.sub;
  };
}
