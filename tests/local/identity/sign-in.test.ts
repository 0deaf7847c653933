import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signInForToken } from '../../../local/identity/sign-in-for-token.ts';
import { startIdentity } from '../../../local/identity/start.ts';
import type { RunningPart } from '../../../local/parts.ts';
import { AGENT_SCOPE, API_AUDIENCE } from '../../../local/seed.ts';
import { closeServer, listen } from '../../../local/stack/http-server.ts';

const desktopOrigin = 'http://localhost:4999';
const connectOrigin = 'http://127.0.0.1:4998';
let folder: string;
let port: number;
let issuer: string;
let identity: RunningPart;

const start = (): Promise<RunningPart> =>
  startIdentity({
    port,
    issuer,
    desktopOrigin,
    connectOrigin,
    stateFile: join(folder, 'identity.json'),
    tokenSeconds: 120,
  });

const verify = (token: string) =>
  jwtVerify(token, createRemoteJWKSet(new URL(`${issuer}/jwks`)), { issuer, audience: API_AUDIENCE });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'identity-'));
  const probe = createServer();
  port = await listen(probe, 0);
  await closeServer(probe);
  issuer = `http://localhost:${port}`;
  identity = await start();
});
afterAll(async () => {
  await identity.stop();
  await rm(folder, { recursive: true });
});

describe('signing in', () => {
  it("gives an agent a JWT for the API with the agent's scope and user name", async () => {
    const token = await signInForToken({ issuer, desktopOrigin, username: 'ana', password: 'ana-local-password' });

    const { payload } = await verify(token);
    expect(payload).toMatchObject({ sub: 'ana', username: 'ana', scope: AGENT_SCOPE });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(120);
  });

  it('gives a person who is no agent a token without the scope', async () => {
    const token = await signInForToken({ issuer, desktopOrigin, username: 'vera', password: 'vera-local-password' });

    const { payload } = await verify(token);
    expect(payload.username).toBe('vera');
    expect(payload.scope ?? '').not.toContain(AGENT_SCOPE);
  });

  it('refuses a wrong password', async () => {
    await expect(
      signInForToken({ issuer, desktopOrigin, username: 'ana', password: 'ana-other-password' }),
    ).rejects.toThrow('401');
  });

  it('keeps its keys, so that a token outlives a restart', async () => {
    const token = await signInForToken({ issuer, desktopOrigin, username: 'ben', password: 'ben-local-password' });
    await identity.stop();
    identity = await start();

    await expect(verify(token)).resolves.toMatchObject({ payload: { username: 'ben' } });
  });

  it('sends nobody anywhere but to the desktop', async () => {
    const query = new URLSearchParams({
      client_id: 'opportunity-cti-desktop',
      response_type: 'code',
      redirect_uri: 'https://elsewhere.example/',
      scope: 'openid',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    });
    const answer = await fetch(`${issuer}/auth?${query}`, { redirect: 'manual' });

    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('invalid_redirect_uri');
  });
});
