import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { listen } from '../../local/ccp/serve-ccp.ts';

const STREAMS = new URL('../../../node_modules/amazon-connect-streams/release/connect-streams-min.js', import.meta.url);
const PAGE = `<!doctype html><meta charset="utf-8"><title>Host</title>
<style>#ccp { width: 360px; height: 620px }</style>
<div id="ccp"></div><script src="/streams.js"></script><script type="module" src="/host.js"></script>`;

/** The embedding page; `http://localhost` is another site than the softphone's 127.0.0.1, and the other way round. */
export const serveHost = async (name: 'localhost' | '127.0.0.1' = 'localhost') => {
  const { outputFiles } = await build({
    entryPoints: [new URL('host-page.ts', import.meta.url).pathname],
    bundle: true,
    write: false,
    external: ['amazon-connect-streams'],
  });
  const files: Readonly<Record<string, [string, string | Buffer]>> = {
    '/': ['text/html', PAGE],
    '/streams.js': ['text/javascript', await readFile(STREAMS)],
    '/host.js': ['text/javascript', outputFiles[0]?.text ?? ''],
  };
  const { port, close } = await listen((request, response) => {
    const [type, body] = files[new URL(request.url ?? '/', 'http://localhost').pathname] ?? ['text/plain', ''];
    response.writeHead(body === '' ? 404 : 200, { 'content-type': type }).end(body);
  }, name);
  return { origin: `http://${name}:${port}`, close };
};
