/** `npm start`: the whole system on this machine. Options: --port N, --ephemeral, --data DIR, --sources FILE, --access RULE, --lookup-crm, --open. */
import { readFileSync, rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import open from 'open';
import { DEFAULT_BASE_PORT, portsFrom } from './parts.ts';
import { lockDataFolder } from './stack/data-folder-lock.ts';
import { assertPortsFree } from './stack/ports-in-use.ts';
import { startSystem } from './stack/system.ts';

/** The local system stops within 3 seconds; what has not ended by then is cut off. */
const STOP_WITHIN_MS = 2_500;

const HELP = `npm start -- [options]
  --port N        base port (default ${DEFAULT_BASE_PORT}); API, desktop, Connect, AWS, identity and the hosts' pages follow it
  --ephemeral     forget everything at the end
  --data DIR      where state and endpoints.json are kept (default .local)
  --sources FILE  further sources with rules of your own: a JSON list as "sources" of cti.config.json
  --access RULE   which opportunities agents see: all (default) or own; ben, a supervisor, sees all
  --lookup-crm    the inbound flow has the CRMs searched for a caller whom nobody here knows
  --open          open the console in the browser`;

interface Options {
  readonly basePort: number;
  readonly ephemeral: boolean;
  readonly dataFolder: string;
  readonly furtherSources: readonly unknown[];
  readonly access: string;
  readonly lookUpInCrm: boolean;
  readonly open: boolean;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: String(DEFAULT_BASE_PORT) },
      ephemeral: { type: 'boolean', default: false },
      data: { type: 'string', default: '.local' },
      sources: { type: 'string' },
      access: { type: 'string', default: 'all' },
      'lookup-crm': { type: 'boolean', default: false },
      open: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  const basePort = Number(values.port);
  if (!Number.isInteger(basePort) || basePort < 1 || basePort > 65_528) {
    throw new Error(`--port ${values.port}: must be a number from 1 to 65528`);
  }
  const { ephemeral, data, sources, access, 'lookup-crm': lookUpInCrm, open } = values;
  const furtherSources = sources === undefined ? [] : readSources(resolve(sources));
  return { basePort, ephemeral, dataFolder: resolve(data), furtherSources, access, lookUpInCrm, open };
}

/** What each of them says is checked with the whole configuration. */
function readSources(file: string): readonly unknown[] {
  const sources: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (!Array.isArray(sources)) throw new Error(`--sources ${file}: must be a list of sources`);
  return sources;
}

function readTokenSeconds(): { tokenSeconds?: number } {
  const text = process.env.CTI_TOKEN_SECONDS;
  if (text === undefined) return {};
  const tokenSeconds = Number(text);
  if (!Number.isInteger(tokenSeconds) || tokenSeconds < 1) throw new Error('CTI_TOKEN_SECONDS must be whole seconds');
  return { tokenSeconds };
}

async function run(options: Options, parts: AsyncDisposableStack, signal: AbortSignal): Promise<void> {
  const started = performance.now();
  const ports = portsFrom(options.basePort);
  const unlock = lockDataFolder(options.dataFolder);
  parts.defer(unlock);
  const file = join(options.dataFolder, 'endpoints.json');
  // One that was killed leaves it behind.
  await rm(file, { force: true });
  await assertPortsFree(ports);
  const kept = options.ephemeral ? await mkdtemp(join(tmpdir(), 'opportunity-cti-')) : options.dataFolder;
  if (options.ephemeral) process.on('exit', () => rmSync(kept, { recursive: true, force: true }));

  const endpoints = await startSystem(
    {
      root: resolve(import.meta.dirname, '..'),
      ports,
      dataFolder: kept,
      furtherSources: options.furtherSources,
      access: options.access,
      lookUpInCrm: options.lookUpInCrm,
      signal,
      onStep: (step, milliseconds) => console.log(`${step} … ${(milliseconds / 1000).toFixed(1)} s`),
      ...readTokenSeconds(),
    },
    parts,
  );
  await writeFile(file, `${JSON.stringify(endpoints, null, 2)}\n`, { mode: 0o600 });
  parts.defer(() => rm(file, { force: true }));
  console.log(`started in ${((performance.now() - started) / 1000).toFixed(1)} s; Ctrl-C stops it`);
  console.log(`ready ${endpoints.console}`);
  if (options.open) await open(endpoints.console).catch(() => console.log('no browser opened by itself'));
}

const stopping = new AbortController();
const parts = new AsyncDisposableStack();
let exitCode = 0;

/** A second Ctrl-C ends at once; one that follows within this time is the same one, passed on by npm or a shell. */
const SAME_SIGNAL_MS = 400;
let firstSignalAt = 0;

function onSignal(): void {
  if (!stopping.signal.aborted) firstSignalAt = performance.now();
  else if (performance.now() - firstSignalAt > SAME_SIGNAL_MS) process.exit(130);
  stopping.abort();
}
process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);
// Started by a test runner over a channel: when that is gone, nobody else would stop the system.
process.on('disconnect', onSignal);
process.on('unhandledRejection', (error) => {
  console.error('stopped by an error of the local system itself:', error);
  exitCode = 1;
  stopping.abort();
});
process.env.TZ = 'UTC';

try {
  await run(readOptions(), parts, stopping.signal);
  if (!stopping.signal.aborted) {
    await new Promise((done) => stopping.signal.addEventListener('abort', done, { once: true }));
  }
} catch (error) {
  if (!stopping.signal.aborted) {
    console.error(error instanceof Error ? error.message : error);
    exitCode = 1;
  }
}
setTimeout(() => process.exit(exitCode), STOP_WITHIN_MS).unref();
await parts.disposeAsync();
process.exit(exitCode);
