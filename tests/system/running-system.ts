/** vitest's global set-up: one local system for all tests of the project, or the one that CTI_ENDPOINTS names. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestProject } from 'vitest/node';
import type { AccessRule } from '../../functions/core/contracts/configuration.ts';
import { type Endpoints, type Ports, portsFrom } from '../../local/parts.ts';

declare module 'vitest' {
  interface ProvidedContext {
    endpoints: Endpoints;
  }
}

const root = resolve(import.meta.dirname, '..', '..');
/** Building included, on two busy processors. */
const READY_WITHIN_MS = 110_000;

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // The contract suite then judges the real service (tests/contract/target.ts).
  if (process.env.CTI_TARGET === 'aws') return async () => undefined;
  const given = process.env.CTI_ENDPOINTS;
  if (given !== undefined) {
    project.provide('endpoints', await readEndpoints(given));
    return async () => undefined;
  }
  const system = await startRunningSystem();
  project.provide('endpoints', system.endpoints);
  process.env.CTI_ENDPOINTS = system.file;
  return async () => {
    delete process.env.CTI_ENDPOINTS;
    await system.stop();
  };
}

export interface RunningSystem {
  readonly endpoints: Endpoints;
  /** Where they stand: what `--data` of other commands is given the folder of. */
  readonly file: string;
  stop(): Promise<void>;
}

/**
 * A fresh `--ephemeral` system as a child process, on ports of its own. As in cti.config.json: `furtherSources`, `access`, and with
 * `lookUpInCrm` its `lookup.crm`.
 */
export async function startRunningSystem(
  furtherSources: readonly unknown[] = [],
  { access = 'all', lookUpInCrm = false }: { readonly access?: AccessRule; readonly lookUpInCrm?: boolean } = {},
): Promise<RunningSystem> {
  const folder = await mkdtemp(join(tmpdir(), 'opportunity-cti-test-'));
  const sources = join(folder, 'sources.json');
  await writeFile(sources, JSON.stringify(furtherSources));
  const options = ['--ephemeral', '--port', String(await freeBasePort()), '--data', folder];
  const choices = ['--sources', sources, '--access', access, ...(lookUpInCrm ? ['--lookup-crm'] : [])];
  const system = spawn(process.execPath, ['local/start.ts', ...options, ...choices], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = async (): Promise<void> => {
    await ended(system);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await ready(system);
    const file = join(folder, 'endpoints.json');
    return { endpoints: await readEndpoints(file), file, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const readEndpoints = async (file: string): Promise<Endpoints> => JSON.parse(await readFile(file, 'utf8')) as Endpoints;

function ready(system: ChildProcess): Promise<void> {
  return new Promise((done, failed) => {
    let said = '';
    const timer = setTimeout(
      () => failed(new Error(`the local system is not ready in time:\n${said}`)),
      READY_WITHIN_MS,
    );
    for (const stream of [system.stdout, system.stderr]) {
      if (stream === null) continue;
      createInterface({ input: stream }).on('line', (line) => {
        said += `${line}\n`;
        if (!line.startsWith('ready ')) return;
        clearTimeout(timer);
        done();
      });
    }
    system.once('exit', (code) => {
      clearTimeout(timer);
      failed(new Error(`the local system ended with code ${code}:\n${said}`));
    });
  });
}

function ended(system: ChildProcess): Promise<void> {
  if (system.exitCode !== null || system.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    system.once('exit', () => done());
    system.kill('SIGTERM');
  });
}

/**
 * A base port with all that follow it free, outside the range from which the system hands out ports by itself.
 * The first guess follows from the process, so that projects that start side by side do not find the same ports free.
 */
async function freeBasePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const range = attempt === 0 ? process.pid % 1_000 : Math.floor(Math.random() * 1_000);
    const base = 20_000 + range * 10;
    const ports = Object.values(portsFrom(base) satisfies Ports);
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) return base;
  }
  throw new Error('no free range of ports found');
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const server = createServer();
    server.once('error', () => done(false));
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)));
  });
