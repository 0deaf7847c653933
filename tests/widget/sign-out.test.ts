import { describe, expect, it } from 'vitest';
import { endSessionAddress } from '../../ccp-widget/src/identity/end-session.ts';

const PAGE = 'https://desktop.example/sign-out.html';
const HINT = { idToken: 'eyJ.e30.x', state: 's-1' };
const parametersOf = (address: string | undefined) => {
  const { origin, pathname, searchParams } = new URL(address ?? '');
  return { at: origin + pathname, ...Object.fromEntries(searchParams) };
};

describe('where the provider ends its session', () => {
  it('is its end_session_endpoint, with hint, state and the page to come back to (OpenID Connect RP-Initiated Logout 1.0)', () => {
    const server = { end_session_endpoint: 'https://idp.example/session/end?tenant=1' };
    const identity = { issuer: 'https://idp.example', clientId: 'desktop' };
    expect(parametersOf(endSessionAddress(server, identity, PAGE, HINT))).toEqual({
      ...{ at: 'https://idp.example/session/end', tenant: '1', client_id: 'desktop' },
      ...{ post_logout_redirect_uri: PAGE, state: 's-1', id_token_hint: 'eyJ.e30.x' },
    });
    expect(endSessionAddress(server, identity, PAGE, { ...HINT, idToken: undefined })).not.toContain('id_token_hint');
  });

  it.each([
    ['named', { end_session_endpoint: 'https://sales.auth.eu-central-1.amazoncognito.com/logout' }],
    ['not named', { authorization_endpoint: 'https://sales.auth.eu-central-1.amazoncognito.com/oauth2/authorize' }],
  ])('is Cognito’s /logout, %s in its discovery, with the two parameters that it takes', (_, server) => {
    const identity = { issuer: 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_abc', clientId: 'desktop' };
    expect(parametersOf(endSessionAddress(server, identity, PAGE, HINT))).toEqual({
      ...{ at: 'https://sales.auth.eu-central-1.amazoncognito.com/logout', client_id: 'desktop', logout_uri: PAGE },
    });
  });

  it('is nowhere when the provider has none', () => {
    const identity = { issuer: 'https://accounts.example', clientId: 'desktop' };
    expect(endSessionAddress({}, identity, PAGE, HINT)).toBeUndefined();
  });
});
