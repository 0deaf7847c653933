/** The pages of other products that show the desktop in a frame, on an origin and a site of their own, as the real ones are. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { RunningPart } from '../parts.ts';
import { closeServer, LOOPBACK, listen } from '../stack/http-server.ts';
import { buildHostPage } from './build-page.ts';
import type { HubspotFacts } from './hubspot/facts.ts';

export interface HostsOptions {
  /** 0: any. */
  readonly port: number;
  /** Asked at each request: tests change it. */
  readonly hubspot: () => HubspotFacts;
}

export async function startHosts(options: HostsOptions): Promise<RunningPart & { readonly origin: string }> {
  const page = await buildHostPage('hubspot');
  const respond = (request: IncomingMessage, response: ServerResponse): void => {
    const { pathname } = new URL(request.url ?? '/', 'http://hosts');
    const name = /^\/hubspot\/(.*)$/.exec(pathname)?.[1];
    if (name === 'facts.json') {
      response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify(options.hubspot()));
      return;
    }
    const file = name === undefined ? undefined : page.get(name);
    if (file === undefined) response.writeHead(404).end();
    else response.writeHead(200, { 'content-type': file.contentType, 'cache-control': 'no-cache' }).end(file.body);
  };
  const server = createServer(respond);
  const port = await listen(server, options.port);
  return { origin: `http://${LOOPBACK}:${port}`, stop: () => closeServer(server) };
}
