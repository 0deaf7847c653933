/** Who may ask: a private app's token, or what an OAuth app is granted by its refresh token (API reference, "OAuth tokens"). */
import type { DoubleAnswer } from '../double-http.ts';
import { refused } from './hubspot-rules.ts';

export interface HubspotApp {
  /** A private app's. */
  readonly accessToken?: string;
  readonly oauth?: { readonly clientId: string; readonly clientSecret: string; readonly refreshToken: string };
}

/** Seconds that a granted token lasts. */
const LIFETIME = 1_800;

export class HubspotTokens {
  readonly #app: HubspotApp;
  readonly #known = new Set<string>();
  #granted = 0;

  constructor(app: HubspotApp) {
    this.#app = app;
    if (app.accessToken !== undefined) this.#known.add(app.accessToken);
  }

  accepts(authorization: string | undefined): boolean {
    return this.#known.has(authorization?.replace(/^Bearer /, '') ?? '');
  }

  /** A private app's token ends only when somebody rotates it. */
  expire(): void {
    if (this.#app.oauth !== undefined) this.#known.clear();
  }

  grant(body: string): DoubleAnswer {
    const { oauth } = this.#app;
    const form = new URLSearchParams(body);
    const isGiven =
      oauth !== undefined &&
      form.get('grant_type') === 'refresh_token' &&
      form.get('client_id') === oauth.clientId &&
      form.get('client_secret') === oauth.clientSecret &&
      form.get('refresh_token') === oauth.refreshToken;
    if (!isGiven) return refused(400, 'BAD_REFRESH_TOKEN');
    this.#granted += 1;
    const token = `token-${this.#granted}`;
    this.#known.add(token);
    return { status: 200, json: { access_token: token, refresh_token: oauth.refreshToken, expires_in: LIFETIME } };
  }
}
