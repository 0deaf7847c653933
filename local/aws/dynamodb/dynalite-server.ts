/**
 * dynalite in a thread, behind a socket file in a private folder.
 *
 * - No port: it checks no signature and lets every web page in (`Access-Control-Allow-Origin: *`).
 * - A thread: some malformed requests make it throw outside of any answer (a tag without a value, 4.0.0). That ends the
 *   thread, not the system; the call fails with a 500 and a new thread starts on the same data.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AwsError } from '../errors.ts';

export interface DynaliteAnswer {
  readonly status: number;
  readonly body: string;
}

export interface DynaliteServer {
  /**
   * One call with the JSON body of the DynamoDB API.
   * @throws AwsError InternalServerError when dynalite broke down over it
   */
  call(operation: string, body: string): Promise<DynaliteAnswer>;
  stop(): Promise<void>;
}

/** @param path folder of its LevelDB; without it everything stays in memory, and is lost when the thread ends */
export const startDynalite = async (path?: string): Promise<DynaliteServer> => {
  const folder = await mkdtemp(join(tmpdir(), 'cti-store-'));
  let generation = 0;
  let stopping = false;

  const launch = async (): Promise<{ worker: Worker; socketPath: string }> => {
    generation += 1;
    const socketPath = socketIn(folder, generation);
    const worker = new Worker(new URL('./dynalite-worker.ts', import.meta.url), {
      workerData: { socketPath, ...(path === undefined ? {} : { path }) },
    });
    await new Promise((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('dynalite ended before it listened')));
    });
    worker.on('error', (error) => console.error('dynalite broke down and starts again:', error));
    worker.on('exit', () => {
      if (stopping) return;
      running = launch();
      // Whoever calls next is told.
      running.catch(() => undefined);
    });
    return { worker, socketPath };
  };
  let running = launch();
  await running.catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });

  return {
    async call(operation, body) {
      try {
        const { socketPath } = await running;
        return await post(socketPath, agent, operation, body);
      } catch {
        throw new AwsError('InternalServerError', `dynalite broke down over ${operation}`, 500);
      }
    },
    async stop() {
      stopping = true;
      agent.destroy();
      const { worker } = await running;
      const exited = new Promise((resolve) => worker.once('exit', resolve));
      worker.postMessage('stop');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const socketIn = (folder: string, generation: number): string =>
  process.platform === 'win32'
    ? `\\\\.\\pipe\\${folder.replace(/\W/g, '-')}-${generation}`
    : join(folder, `${generation}.sock`);

const post = (socketPath: string, agent: Agent, operation: string, body: string): Promise<DynaliteAnswer> =>
  new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': Buffer.byteLength(body),
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      // It wants to see a signature, whatever it says; the edge has checked the real one.
      authorization:
        'AWS4-HMAC-SHA256 Credential=edge/20260101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      'x-amz-date': '20260101T000000Z',
    };
    const outgoing = request({ socketPath, agent, method: 'POST', path: '/', headers }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => resolve({ status: incoming.statusCode ?? 500, body: Buffer.concat(chunks).toString() }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
