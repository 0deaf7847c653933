import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../parts.ts';
import { type AgentEngine, CtiError } from '../agent-session.ts';
import { WorkspaceApps } from '../workspace/apps.ts';
import { AgentPages } from './agent-pages.ts';
import { type Asset, buildAssets } from './assets.ts';
import { CtiApi } from './cti-api.ts';
import { HttpError, isRecord, ownOrigin, readJson, requireOwnPage, send, sendJson } from './http.ts';
import { openPushChannel } from './push-channel.ts';
import { sessionIds } from './session-cookies.ts';
import { type Session, Sessions } from './sessions.ts';
import { type SignInDependencies, SignInRoutes } from './sign-in-routes.ts';

export interface CcpDependencies extends SignInDependencies {
  readonly engine: AgentEngine;
  readonly clock?: Clock;
  readonly sessionSeconds?: number;
  /** Third-party apps of the agent workspace. */
  readonly apps?: WorkspaceApps;
}

/** Resolves to `false`, with nothing written, when the path is not the softphone's. */
export type CcpRoutes = ((request: IncomingMessage, response: ServerResponse) => Promise<boolean>) & {
  /** Ends every session and closes the pages' channels. */
  close(): void;
};

type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => unknown;

/** The agent's softphone on the Connect origin: its pages, sign-in, push channel and `AmazonConnectCTIService`. */
export const createCcpRoutes = (dependencies: CcpDependencies): CcpRoutes => {
  const { engine } = dependencies;
  const sessions = new Sessions(dependencies.clock ?? { now: () => new Date() }, dependencies.sessionSeconds);
  const pages = new AgentPages(engine);
  const api = new CtiApi(engine);
  const signIn = new SignInRoutes(
    sessions,
    { tokenOrigins: () => engine.approvedOrigins(), ...dependencies },
    (username) => engine.hasUser(username),
  );
  const apps = dependencies.apps ?? new WorkspaceApps();
  apps.onChange(() => pages.tellAll('page::apps'));
  sessions.onBegin(({ username }) => engine.signedIn?.(username));
  sessions.onEnd((session, reason) => {
    pages.endSession(session, reason);
    engine.signedOut?.(session.username);
  });

  let assets: Promise<ReadonlyMap<string, Asset>> | undefined;
  const asset = async (name: string) => {
    assets ??= buildAssets();
    return (await assets).get(name);
  };

  const sessionsOf = ({ headers }: IncomingMessage): Session[] =>
    sessionIds(headers.cookie).flatMap((id) => sessions.find(id) ?? []);
  const sessionOf = (request: IncomingMessage): Session => {
    const [session] = sessionsOf(request);
    if (!session) throw new HttpError(401, 'Sign in first.');
    return session;
  };

  const sendPage = async (response: ServerResponse, status: number, name: string, frames = "'none'"): Promise<void> => {
    const html = await asset(name);
    const headers = { 'content-security-policy': policy(engine, frames) };
    if (html) send(response, status, html.contentType, html.body, headers);
  };
  const workspace: Handler = (request, response) =>
    sessionsOf(request).length > 0
      ? sendPage(response, 200, 'workspace.html', APP_ORIGINS)
      : sendPage(response, 200, 'sign-in.html');
  const page: Handler = (request, response) =>
    sendPage(response, 200, sessionsOf(request).length > 0 ? 'softphone.html' : 'sign-in.html');

  const storageAccess: Handler = (_request, response) => sendPage(response, 200, 'storage-access.html');

  const callApi: Handler = async (request, response) => {
    const [session, isCookie] = callerOf(request);
    if (isCookie) requireOwnPage(request);
    const operation = String(request.headers['x-amz-target'] ?? '').replace(/^AmazonConnectCTIService\./, '');
    const { authentication: _, ...params } = await readJson(request);
    const socketOrigin = ownOrigin(request).replace(/^http/, 'wss');
    const answer = await api.call(session, operation, params, socketOrigin);
    send(response, 200, 'application/x-amz-json-1.0', JSON.stringify(answer));
  };
  const callerOf = (request: IncomingMessage): [Session, boolean] => {
    const bearer = request.headers['x-amz-bearer'];
    const session = typeof bearer === 'string' ? sessions.findByBearer(bearer) : undefined;
    return session ? [session, false] : [sessionOf(request), true];
  };

  const broadcast: Handler = async (request, response) => {
    requireOwnPage(request);
    const { username } = sessionOf(request);
    const { event, data } = await readJson(request);
    if (typeof event !== 'string') throw new HttpError(400, 'A broadcast has an event.');
    pages.broadcast(username, event, data);
    sendJson(response, 200, {});
  };

  const master: Handler = async (request, response) => {
    requireOwnPage(request);
    const { username } = sessionOf(request);
    const { pageId, requestId, method, params } = await readJson(request);
    const topic = isRecord(params) ? params.topic : undefined;
    if (typeof topic !== 'string' || typeof pageId !== 'string') throw new HttpError(400, 'A topic is needed.');
    if (method !== 'checkMaster' && method !== 'becomeMaster') throw new HttpError(400, 'There is no such method.');
    const onlyLook = isRecord(params) && params.shouldNotBecomeMasterIfNone === true;
    const answer = pages.master(username, pageId, method, topic, onlyLook);
    if (!answer) throw new HttpError(409, 'This page is not connected.');
    if (answer.takeOver) pages.broadcast(username, 'page::master-taken', { requestId, data: answer });
    sendJson(response, 200, answer);
  };

  const handlers: Readonly<Record<string, Handler>> = {
    'GET /ccp-v2': page,
    // Where Streams lands after its storage access page when the ccpUrl is on no domain of Connect.
    'GET /connect/ccp-v2': page,
    'GET /request-storage-access': storageAccess,
    'GET /ccp-v2/request-storage-access': storageAccess,
    'GET /agent-app-v2': workspace,
    'GET /agent-app': workspace,
    'GET /agent-app-v2/apps': (request, response) => {
      sessionOf(request);
      sendJson(response, 200, { apps: apps.list() });
    },
    'POST /login': (request, response) => signIn.password(request, response),
    'POST /login/offer': (request, response) => signIn.offer(sessionOf(request), request, response),
    'POST /login/handover': (request, response) => signIn.handover(request, response),
    'POST /login/sso': (request, response) =>
      signIn.singleSignOn(sessionsOf(request), request, response, (why) =>
        why === 'no-agent' ? sendPage(response, 403, 'no-agent.html') : sendPage(response, 401, 'expired.html'),
      ),
    'GET /logout': (request, response) => signIn.signOut(sessionsOf(request), response),
    'POST /logout': (request, response) => signIn.signOut(sessionsOf(request), response),
    'GET /connect/logout': (request, response) => signIn.signOut(sessionsOf(request), response),
    'GET /push': (request, response, url) =>
      openPushChannel(pages, sessionOf(request), url.searchParams.get('page'), request, response),
    'POST /push/broadcast': broadcast,
    'POST /push/master': master,
    'POST /push/refresh': (request, response) => {
      requireOwnPage(request);
      pages.refresh(sessionOf(request).username);
      sendJson(response, 200, {});
    },
    'POST /api': callApi,
    'GET /auth/authorize': (request, response) => {
      requireOwnFetch(request);
      const { bearer, expiresAt } = sessionOf(request);
      sendJson(response, 200, { accessToken: bearer, expiration: expiresAt.getTime() });
    },
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<boolean> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const path = url.pathname.length > 1 ? url.pathname.replace(/\/$/, '') : url.pathname;
    const file = /^\/ccp-v2\/assets\/([a-z.-]+)$/.exec(path)?.[1];
    const handler = handlers[`${request.method === 'HEAD' ? 'GET' : request.method} ${path}`];
    if (!handler && file === undefined) return false;
    try {
      ownOrigin(request);
      const found = file === undefined ? undefined : await asset(file);
      if (found) send(response, 200, found.contentType, found.body);
      else if (handler) await handler(request, response, url);
      else throw new HttpError(404, 'There is no such file.');
    } catch (error) {
      refuse(response, error);
    }
    return true;
  };
  return Object.assign(handle, {
    close: () => {
      sessions.close();
      pages.close();
    },
  });
};

/** Where the workspace's apps may be: their access URLs are https, or on this machine. */
const APP_ORIGINS = "'self' https: http://localhost:* http://127.0.0.1:*";

/** An origin that is not approved for the instance cannot frame the page: the commonest failure of real installations. */
const policy = (engine: AgentEngine, frames: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    `frame-src ${frames}`,
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors 'self' ${engine.approvedOrigins().join(' ')}`.trimEnd(),
  ].join('; ');

const requireOwnFetch = ({ headers }: IncomingMessage): void => {
  if (headers['sec-fetch-site'] !== 'same-origin') throw new HttpError(403, 'Only the softphone itself may ask this.');
};

/** The CTI service's error shape, which the page and Streams understand; our own faults keep their details to themselves. */
const refuse = (response: ServerResponse, error: unknown): void => {
  if (response.headersSent) {
    response.end();
    return;
  }
  if (error instanceof CtiError) sendJson(response, error.statusCode, { __type: error.type, message: error.message });
  else if (error instanceof HttpError)
    sendJson(response, error.status, {
      __type: error.status === 401 ? 'UnauthorizedException' : 'InvalidRequestException',
      message: error.message,
    });
  else sendJson(response, 500, { __type: 'InternalServiceException', message: 'The local Connect failed.' });
};
