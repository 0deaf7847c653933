/** Looks before anything is built whether the ports are free. */
import { createServer } from 'node:net';
import type { Ports } from '../parts.ts';
import { LOOPBACK } from './http-server.ts';

/** @throws Error naming the first port in use and the way out */
export async function assertPortsFree(ports: Ports): Promise<void> {
  const taken = await Promise.all(
    Object.entries(ports).map(async ([part, port]: [string, number]) => ((await isFree(port)) ? [] : [{ part, port }])),
  );
  const [first] = taken.flat();
  if (first === undefined) return;
  throw new Error(`port ${first.port} (${first.part}) is in use: free it, or choose another base port with --port`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    });
    server.listen(port, LOOPBACK, () => server.close(() => resolve(true)));
  });
}
