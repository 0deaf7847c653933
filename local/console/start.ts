/**
 * The console at the base port: the demo CRM, the customers' phones, the way to the agents' desktops, and the live trace.
 * The CRM is a stranger to the connector: it knows a webhook address and a secret, as any CRM does.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { openDemoAccounts } from '../crm/demo-accounts.ts';
import type { Clock, Endpoints, RunningPart, Trace } from '../parts.ts';
import { DEMO_SOURCE_ID } from '../seed.ts';
import type { Operations } from '../stack/metrics/operations.ts';
import { buildPage } from './build-page.ts';
import { Crm } from './crm/crm.ts';
import { createCrmRoutes } from './crm/routes.ts';
import { openStream, sendJson } from './http.ts';
import { createVendorRoutes, type VendorRoutes } from './vendors/routes.ts';

export interface ConsoleOptions {
  readonly port: number;
  /** Asked at each request: the console listens before the connector is deployed. */
  readonly endpoints: () => Endpoints;
  readonly trace: Trace;
  readonly operations: () => Operations;
  readonly dataFolder?: string;
  readonly clock?: Clock;
}

export interface Console extends RunningPart {
  readonly origin: string;
  readonly vendors: VendorRoutes;
}

export async function startConsole(options: ConsoleOptions): Promise<Console> {
  const { endpoints, trace, clock = { now: () => new Date() } } = options;
  const origin = `http://localhost:${options.port}`;
  const page = await buildPage();
  const crm = new Crm(options.dataFolder === undefined ? undefined : join(options.dataFolder, 'crm.json'));
  const routeCrm = createCrmRoutes({ crm, origin, target: () => endpoints().sources[DEMO_SOURCE_ID], trace, clock });

  const secretOf = (sourceId: string): string => plainSecret(endpoints().sources[sourceId]?.secret ?? '');
  const vendors = createVendorRoutes({
    accounts: openDemoAccounts({ console: origin, dynamics365: endpoints().dynamics365 }, secretOf),
    target(sourceId) {
      const source = endpoints().sources[sourceId];
      return source && { url: source.url, secret: secretOf(sourceId) };
    },
    ...{ trace, clock },
  });

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', origin);
    const file = request.method === 'GET' ? page.get(pathname) : undefined;
    if (file !== undefined) {
      response.writeHead(200, {
        ...file.headers,
        'content-security-policy': contentSecurityPolicy(endpoints().connect),
      });
      response.end(file.body);
    } else if (pathname.startsWith('/crm/')) {
      await routeCrm(request, response, pathname.slice('/crm/'.length).split('/').map(decodeURIComponent));
    } else if (pathname === '/crms' || pathname.startsWith('/crms/')) {
      await vendors.serve(request, response, pathname.split('/').slice(2).map(decodeURIComponent));
    } else if (pathname === '/console.json') {
      sendJson(response, 200, publicFacts(endpoints()));
    } else if (pathname === '/trace') {
      sendJson(response, 200, { steps: trace.recent() });
    } else if (pathname === '/metrics') {
      sendJson(response, 200, options.operations());
    } else if (pathname === '/stream') {
      streamChanges(response);
    } else if (!(await vendors.serveApi(request, response))) {
      sendJson(response, 404, { title: 'nothing is here', detail: `the console starts at ${origin}/` });
    }
  }

  function streamChanges(response: ServerResponse): void {
    openStream(response, (write) => {
      const stopTrace = trace.subscribe((step) => write('trace', step));
      const stopCrm = crm.onChange((opportunityId) => write('crm', { opportunityId }));
      const stopVendors = vendors.onChange((sourceId) => write('vendor', { sourceId }));
      return () => {
        stopVendors();
        stopTrace();
        stopCrm();
      };
    });
  }

  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { title: 'the console failed', detail: String(error) });
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, 'localhost', resolve);
  });
  return {
    ...{ origin, vendors },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** As it stands in the source's secret: the prefix is Standard Webhooks'. */
const plainSecret = (secret: string): string => secret.replace(/^whsec_/, '');

/** What the page needs; never a secret or a key. The agents' passwords are shown on purpose: they exist on this machine only. */
function publicFacts({ api, desktop, connect, agents, region, hubspot, dynamics365 }: Endpoints) {
  const hosts = [
    { name: 'HubSpot', url: `${hubspot}/hubspot/` },
    { name: 'Dynamics 365', url: `${dynamics365}/dynamics365/` },
    { name: 'Agent workspace', url: `${connect}/agent-app-v2/` },
  ];
  return { api, desktop, connect, agents, region, hosts };
}

const contentSecurityPolicy = (connect: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
