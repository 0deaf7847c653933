/** Who may ask: OAuth by client credentials or JWT bearer (Salesforce Help, "OAuth 2.0 Client Credentials Flow", "… JWT Bearer Flow"). */
import { createPublicKey, createVerify } from 'node:crypto';
import type { DoubleAnswer, Json } from '../double-http.ts';
import { idIn } from './salesforce-demo.ts';

export interface SalesforceApp {
  readonly clientId: string;
  /** Of the app's run-as user. */
  readonly clientSecret?: string;
  /** For JWT bearer: PEM of the certificate's key, and who may be impersonated. */
  readonly jwt?: { readonly publicKey: string; readonly username: string; readonly audience: string };
  readonly now?: () => Date;
}

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** Seconds: an assertion must end within three minutes. */
const ASSERTION_LIFETIME = 180;

export class SalesforceTokens {
  readonly #app: SalesforceApp;
  readonly #known = new Set<string>();
  #granted = 0;

  constructor(app: SalesforceApp) {
    this.#app = app;
  }

  accepts(authorization: string | undefined): boolean {
    return this.#known.has(authorization?.replace(/^Bearer /, '') ?? '');
  }

  expire(): void {
    this.#known.clear();
  }

  grant(body: string, origin: string): DoubleAnswer {
    const form = Object.fromEntries(new URLSearchParams(body));
    const error = form.grant_type === 'client_credentials' ? this.#secretFault(form) : this.#assertionFault(form);
    if (error !== undefined) return { status: 400, json: { error, error_description: error } };
    this.#granted += 1;
    const token = `00D5g!${this.#granted}`;
    this.#known.add(token);
    return {
      status: 200,
      json: {
        ...{ access_token: token, token_type: 'Bearer', scope: 'api', instance_url: origin },
        id: `${origin}/id/${idIn('00D', 1)}/${idIn('u', 90_003)}`,
      },
    };
  }

  #secretFault({ client_id: id, client_secret: secret }: Json): string | undefined {
    if (id !== this.#app.clientId) return 'invalid_client_id';
    return secret === this.#app.clientSecret ? undefined : 'invalid_client';
  }

  #assertionFault({ grant_type: type, assertion }: Json): string | undefined {
    const { jwt, clientId, now } = this.#app;
    if (type !== JWT_BEARER || jwt === undefined) return 'unsupported_grant_type';
    const [head = '', payload = '', signature = ''] = String(assertion).split('.');
    const verifier = createVerify('RSA-SHA256').update(`${head}.${payload}`);
    if (!verifier.verify(createPublicKey(jwt.publicKey), signature, 'base64url')) return 'invalid_grant';
    const { iss, sub, aud, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Json;
    const left = Number(exp) - (now?.() ?? new Date()).getTime() / 1_000;
    if (iss !== clientId) return 'invalid_client_id';
    const isOurs = sub === jwt.username && aud === jwt.audience;
    return isOurs && left > 0 && left <= ASSERTION_LIFETIME ? undefined : 'invalid_grant';
  }
}
