/** An OpenID provider on a port of its own, as far as a function that checks tokens asks it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';

export const AUDIENCE = 'opportunity-cti-api';
export const SCOPE = 'opportunity-cti/agent';

export interface TokenChanges {
  readonly audience?: string;
  readonly issuer?: string;
  readonly scope?: string;
  readonly expires?: string;
  readonly key?: CryptoKey;
  /** Whose, and further claims. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

export interface IdentityProvider {
  readonly issuer: string;
  /** The headers of an agent, ana, unless something about the token is changed. */
  bearer(changes?: TokenChanges): Promise<{ authorization: string }>;
  stop(): Promise<void>;
}

export async function startIdentityProvider(): Promise<IdentityProvider> {
  const pair = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256' };
  const provider = createServer((request, response) => {
    const isDiscovery = request.url === '/.well-known/openid-configuration';
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(isDiscovery ? { issuer, jwks_uri: `${issuer}/jwks` } : { keys: [jwk] }));
  });
  await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
  return {
    issuer,
    async bearer(changes = {}) {
      const token = await new SignJWT({ scope: changes.scope ?? `openid ${SCOPE}`, username: 'ana', ...changes.claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .setIssuer(changes.issuer ?? issuer)
        .setAudience(changes.audience ?? AUDIENCE)
        .setExpirationTime(changes.expires ?? '1h')
        .sign(changes.key ?? pair.privateKey);
      return { authorization: `Bearer ${token}` };
    },
    async stop() {
      provider.closeAllConnections();
      await new Promise((resolve) => provider.close(resolve));
    },
  };
}
