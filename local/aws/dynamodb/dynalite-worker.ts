/** dynalite in a thread of its own, told by `dynalite-server.ts` where to listen. Any message stops it. */
import { parentPort, workerData } from 'node:worker_threads';
import dynalite from 'dynalite';

const { socketPath, path }: { socketPath: string; path?: string } = workerData;

const server = dynalite({
  createTableMs: 0,
  deleteTableMs: 0,
  updateTableMs: 0,
  ...(path === undefined ? {} : { path }),
});
server.listen(socketPath, () => parentPort?.postMessage('listening'));
parentPort?.once('message', () => {
  server.closeIdleConnections();
  server.close((error) => {
    if (error) throw error;
  });
});
