/** The page of another product that shows the desktop in a frame, on an origin and a site of its own, as the real one is. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { readBody, sendJson } from '../console/http.ts';
import type { LoggedCall } from '../crm/crm-double.ts';
import type { RunningPart } from '../parts.ts';
import { closeServer, LOOPBACK, listen } from '../stack/http-server.ts';
import { buildHostPage, bundleScript, type PageFile } from './build-page.ts';
import type { Dynamics365Facts } from './dynamics365/facts.ts';
import type { HubspotFacts } from './hubspot/facts.ts';

/** What is behind the page: the CRM's API on the same origin, and what the page tells it by itself. */
export interface HostCrm {
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  loggedCalls(): readonly LoggedCall[];
  /** The product has made its own record of a call, or knows more of it. */
  engage?(record: unknown): void;
}

interface HostFacts {
  readonly hubspot: HubspotFacts;
  readonly dynamics365: Dynamics365Facts;
}

export interface HostOptions<Host extends keyof HostFacts> {
  readonly host: Host;
  /** 0: any. */
  readonly port: number;
  /** Asked at each request: tests change it. */
  readonly facts: () => HostFacts[Host] | Promise<HostFacts[Host]>;
  readonly crm?: HostCrm;
}

/** Under the product's name; what the product serves at a place of its own is there. */
export async function startHost<Host extends keyof HostFacts>({
  host,
  port,
  facts,
  crm,
}: HostOptions<Host>): Promise<RunningPart & { readonly origin: string }> {
  const [page, library] = await Promise.all([
    buildHostPage(host),
    ...(host === 'dynamics365' ? [bundleScript(join(import.meta.dirname, host, 'ci-library.ts'), 'iife')] : []),
  ]);
  const files = new Map<string, PageFile>([...page].map(([name, file]) => [`/${host}/${name}`, file]));
  if (library !== undefined) files.set('/webresources/Widget/msdyn_ciLibrary.js', library);

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search } = new URL(request.url ?? '/', 'http://hosts');
    const file = files.get(pathname);
    if (file !== undefined) {
      response.writeHead(200, { 'content-type': file.contentType, 'cache-control': 'no-cache' }).end(file.body);
    } else if (pathname === '/main.aspx') {
      // How links lead to a record.
      response.writeHead(302, { location: `/${host}/${search}` }).end();
    } else if (pathname === `/${host}/facts.json`) {
      sendJson(response, 200, await facts());
    } else if (pathname === `/${host}/log.json`) {
      sendJson(response, 200, crm?.loggedCalls() ?? []);
    } else if (pathname === `/${host}/engagements`) {
      crm?.engage?.(JSON.parse(await readBody(request)));
      response.writeHead(204).end();
    } else if (crm !== undefined) {
      await crm.handle(request, response);
    } else {
      response.writeHead(404).end();
    }
  }

  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { title: `${host}’s page failed`, detail: String(error) });
    });
  });
  const listening = await listen(server, port);
  return { origin: `http://${LOOPBACK}:${listening}`, stop: () => closeServer(server) };
}
