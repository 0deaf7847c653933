import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CcpDependencies, createCcpRoutes } from '../../../local/connect/ccp/routes.ts';
import { SmallEngine } from './small-engine.ts';

export const listen = async (listener: RequestListener, host: string) => {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { port, close, dropConnections: () => server.closeAllConnections() };
};

export const PASSWORD = 'ana-local-password';

/** The softphone's routes on an own loopback server, over a small engine with the agent `ana`. */
export const serveCcp = async (dependencies: Partial<CcpDependencies> = {}) => {
  const engine = new SmallEngine();
  const routes = createCcpRoutes({
    engine,
    authenticate: async (username, password) => (username === 'ana' && password === PASSWORD ? username : undefined),
    ...dependencies,
  });
  const server = await listen(async (request, response) => {
    if (!(await routes(request, response))) response.writeHead(404).end();
  }, '127.0.0.1');
  const close = async () => {
    routes.close();
    await server.close();
  };
  const { port, dropConnections } = server;
  return { engine, origin: `http://127.0.0.1:${port}`, dropConnections, close };
};
