import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { listen } from '../../local/ccp/serve-ccp.ts';

const STREAMS = new URL('../../../node_modules/amazon-connect-streams/release/connect-streams-min.js', import.meta.url);
const PAGE = `<!doctype html><meta charset="utf-8"><title>Host</title>
<style>#ccp { width: 360px; height: 620px }</style>
<div id="ccp"></div><script src="/streams.js"></script><script type="module" src="/host.js"></script>`;

/** The embedding page on `http://localhost`, another site than the softphone's 127.0.0.1. */
export const serveHost = async () => {
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
  }, 'localhost');
  return { origin: `http://localhost:${port}`, close };
};
