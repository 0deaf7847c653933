import type { IncomingMessage, ServerResponse } from 'node:http';
import { writeOrDrop } from '../write-or-drop.ts';
import type { AgentPages, Page } from './agent-pages.ts';
import { HttpError } from './http.ts';
import type { Session } from './sessions.ts';

const PAGE_ID = /^[A-Za-z0-9-]{8,64}$/;
/** Below the usual idle limit of proxies, one minute. */
const KEEP_ALIVE_MS = 25_000;

/** Server-Sent Events to one page: each message is `{event, data}`, times as ISO 8601 strings. */
export const openPushChannel = (
  pages: AgentPages,
  session: Session,
  pageId: string | null,
  request: IncomingMessage,
  response: ServerResponse,
): void => {
  if (!pageId || !PAGE_ID.test(pageId)) throw new HttpError(400, 'The page must name itself.');
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('retry: 1000\n\n');
  const keepAlive = setInterval(() => response.write(':\n\n'), KEEP_ALIVE_MS).unref();
  const page: Page = {
    id: pageId,
    session,
    send: (event, data) => writeOrDrop(response, `data: ${JSON.stringify({ event, data })}\n\n`),
    close: () => response.end(),
  };
  const gone = () => {
    clearInterval(keepAlive);
    pages.remove(page);
  };
  response.once('close', gone);
  request.once('close', gone);
  pages.add(page);
};
