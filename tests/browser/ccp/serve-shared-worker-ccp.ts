import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { createCcpRoutes } from '../../../local/connect/ccp/routes.ts';
import { startConnect } from '../../../local/connect/start.ts';
import { ACCOUNT_ID, INSTANCE_ID, REGION } from '../../../local/seed.ts';
import { listen } from '../../local/ccp/serve-ccp.ts';

const STREAMS = new URL('../../../node_modules/amazon-connect-streams/release/connect-streams.js', import.meta.url);
const PAGE = `<!doctype html><meta charset="utf-8"><title>CCP</title>
<script src="/b/streams.js"></script><script type="module" src="/b/page.js"></script>`;
const WORKER = `self.window = self; importScripts('/b/streams.js'); connect.worker.main();`;

/** The local Connect's engine and CTI API, with a second page at `/b/` that is made of the library's own CCP half. */
export const serveSharedWorkerCcp = async (password: string) => {
  const connect = await startConnect({
    port: 0,
    region: REGION,
    accountId: ACCOUNT_ID,
    instanceId: INSTANCE_ID,
    surroundings: { invokeFunction: () => Promise.reject(new Error('There are no functions.')), putEvent: () => {} },
    trace: { record: () => {}, recent: () => [], subscribe: () => () => {} },
    authorize: async () => ({ allowed: true, principal: 'test' }),
  });
  const origins: string[] = [];
  const routes = createCcpRoutes({
    engine: Object.assign(Object.create(connect.agents), { approvedOrigins: () => origins }),
    authenticate: async (username, given) => (given === password ? username : undefined),
  });
  const { outputFiles } = await build({
    entryPoints: [new URL('shared-worker-page.ts', import.meta.url).pathname],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
  });
  const files: Readonly<Record<string, [string, string | Buffer]>> = {
    '/b/': ['text/html', PAGE],
    '/b/streams.js': ['text/javascript', await readFile(STREAMS)],
    '/b/page.js': ['text/javascript', outputFiles[0]?.text ?? ''],
    '/b/worker.js': ['text/javascript', WORKER],
  };
  const server = await listen(async (request, response) => {
    const [type, body] = files[request.url ?? ''] ?? [];
    if (type !== undefined) response.writeHead(200, { 'content-type': type }).end(body);
    else if (!(await routes(request, response))) response.writeHead(404).end();
  }, '127.0.0.1');
  return {
    origin: `http://127.0.0.1:${server.port}`,
    simulator: `${connect.origin}/simulator`,
    origins,
    close: async () => {
      routes.close();
      await server.close();
      await connect.stop();
    },
  };
};
