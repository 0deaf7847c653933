/** The other end of further sources: an HTTP server that keeps what the connector tells it */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import type { SourceEvent } from '../../functions/core/contracts/source-events.ts';
import type { Endpoints } from '../../local/parts.ts';
import { waitFor } from './wait-for.ts';

export type CallEvent = Extract<SourceEvent, { data: { call: unknown } }>;

interface Post {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface ReceivingCrm {
  callbackUrl(sourceId: string): string;
  /** What the source was told about a call, each event once, as it came. */
  told(sourceId: string, callId: string): readonly CallEvent[];
  /** The source's event of that type about the call. */
  hears(sourceId: string, callId: string, type: CallEvent['type']): Promise<CallEvent>;
  stop(): Promise<void>;
}

/** @param endpoints asked once there is a system: its sources' secrets prove what comes */
export async function startReceivingCrm(endpoints: () => Endpoints): Promise<ReceivingCrm> {
  const posts = new Map<string, Post[]>();
  const server = createServer(async (request, response) => {
    const sourceId = request.url?.slice(1) ?? '';
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const known = posts.get(sourceId) ?? [];
    posts.set(sourceId, [...known, { id: headers['webhook-id'] ?? '', headers, body: await text(request) }]);
    response.writeHead(204).end();
  });
  await new Promise<void>((listening) => server.listen(0, 'localhost', listening));
  const { port } = server.address() as AddressInfo;

  function told(sourceId: string, callId: string): readonly CallEvent[] {
    const hook = new Webhook(endpoints().sources[sourceId]?.secret ?? '');
    const once = new Map((posts.get(sourceId) ?? []).map((post) => [post.id, post]));
    return [...once.values()]
      .map(({ body, headers }) => hook.verify(body, headers) as SourceEvent)
      .filter((event): event is CallEvent => 'call' in event.data && event.data.call.callId === callId);
  }

  return {
    callbackUrl: (sourceId) => `http://localhost:${port}/${sourceId}`,
    told,
    hears: (sourceId, callId, type) =>
      waitFor(`${sourceId} to hear of ${callId}: ${type}`, async () =>
        told(sourceId, callId).find((event) => event.type === type),
      ),
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}
