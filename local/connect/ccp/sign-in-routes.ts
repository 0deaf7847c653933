import type { IncomingMessage, ServerResponse } from 'node:http';
import { HttpError, ownOrigin, readBody, readJson, requireOwnPage, send, sendJson } from './http.ts';
import { expiredSessionCookies, sessionCookies } from './session-cookies.ts';
import type { Session, Sessions } from './sessions.ts';

export interface SignInDependencies {
  /** The Connect user name, or `undefined` when name and password do not fit or the person is no Connect user. */
  authenticate(username: string, password: string): Promise<string | undefined>;
  /** The Connect user name that an identity provider's token stands for; without it there is no single sign-on. */
  readonly verifyToken?: (token: string) => Promise<string | undefined>;
  /** Origins that may post such a token. */
  readonly tokenOrigins?: () => readonly string[];
}

/** Sign-in by the form of the page, by a pop-up's handover, by single sign-on; and sign-out. */
export class SignInRoutes {
  readonly #sessions: Sessions;
  readonly #dependencies: SignInDependencies;

  readonly #isAgent: (username: string) => boolean;

  constructor(sessions: Sessions, dependencies: SignInDependencies, isAgent: (username: string) => boolean) {
    this.#sessions = sessions;
    this.#dependencies = dependencies;
    this.#isAgent = isAgent;
  }

  /**
   * `POST /login` {username, password}. The answer's code lets a pop-up bring the frame that it was opened for into the
   * same sign-in: with third-party cookies blocked the two share no cookie.
   */
  async password(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requireOwnPage(request);
    const { username, password } = await readJson(request);
    if (typeof username !== 'string' || typeof password !== 'string')
      throw new HttpError(400, 'User name and password are needed.');
    const user = await this.#dependencies.authenticate(username.trim(), password);
    if (user === undefined || !this.#isAgent(user))
      throw new HttpError(401, 'User name and password do not fit, or this person is no agent.');
    const session = this.#sessions.begin(user);
    this.#begun(response, session, { handoverCode: this.#sessions.offerHandover(session) });
  }

  /** `POST /login/offer`: the same code from a window that is signed in already, opened for a frame that is not. */
  offer(session: Session, request: IncomingMessage, response: ServerResponse): void {
    requireOwnPage(request);
    sendJson(response, 200, { handoverCode: this.#sessions.offerHandover(session) });
  }

  /** `POST /login/handover` {code} */
  async handover(request: IncomingMessage, response: ServerResponse): Promise<void> {
    requireOwnPage(request);
    const { code } = await readJson(request);
    const session = typeof code === 'string' ? this.#sessions.takeHandover(code) : undefined;
    if (!session) throw new HttpError(401, 'The code of the sign-in window is used up or too old.');
    this.#begun(response, session, {});
  }

  /**
   * `POST /login/sso`, form field `token`: what a SAML assertion is to Amazon Connect, posted from a (hidden) frame of the
   * desktop so that the cookie lands in that frame's partition. The token never stands in a URL. A person looks at the
   * answer, so a refusal is a page too.
   */
  async singleSignOn(
    known: readonly Session[],
    request: IncomingMessage,
    response: ServerResponse,
    refuse: (why: 'expired' | 'no-agent') => Promise<void>,
  ): Promise<void> {
    const { verifyToken, tokenOrigins } = this.#dependencies;
    if (!verifyToken) throw new HttpError(404, 'Single sign-on is not configured.');
    const { origin } = request.headers;
    if (!origin || ![ownOrigin(request), ...(tokenOrigins?.() ?? [])].includes(origin))
      throw new HttpError(403, 'This origin may not sign an agent in.');
    const user = await verifyToken(new URLSearchParams(await readBody(request)).get('token') ?? '');
    if (user === undefined) return refuse('expired');
    if (!this.#isAgent(user)) return refuse('no-agent');
    // One browser, one agent: pages of the same agent share a session, so that they end together.
    const [same] = known.filter(({ username }) => username === user);
    for (const { id, username } of known) if (username !== user) this.#sessions.end(id, 'signed-out');
    const cookies = sessionCookies(same ?? this.#sessions.begin(user));
    send(response, 303, 'text/plain', 'Signed in.', { location: '/ccp-v2/', 'set-cookie': cookies });
  }

  /** `/logout` and `/connect/logout`, by GET too: that is how pages sign out of the real one, from their own origin. */
  signOut(sessions: readonly Session[], response: ServerResponse): void {
    for (const { id } of sessions) this.#sessions.end(id, 'signed-out');
    send(response, 200, 'text/plain', 'Signed out.', { 'set-cookie': expiredSessionCookies() });
  }

  #begun(response: ServerResponse, session: Session, body: object): void {
    sendJson(response, 200, body, { 'set-cookie': sessionCookies(session) });
  }
}
