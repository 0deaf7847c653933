/** Builds and synthesizes the CDK app in a process of its own, unless nothing has changed since the last time. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Configuration } from '../../functions/core/contracts/configuration.ts';

export interface SynthesisOptions {
  /** Project folder. */
  readonly root: string;
  /** The configuration and the assembly go here. */
  readonly dataFolder: string;
  readonly configuration: Configuration;
  readonly signal: AbortSignal;
}

export interface Synthesis {
  readonly assemblyFolder: string;
  /** False when the kept assembly was still right. */
  readonly built: boolean;
}

/** What the app's output depends on. */
const SOURCES = ['bin', 'lib', 'functions', 'contact-flows', 'ccp-widget', 'package-lock.json', 'cdk.json'];

/** @throws Error with what the app itself said */
export async function synthesize(options: SynthesisOptions): Promise<Synthesis> {
  const { root, dataFolder, configuration, signal } = options;
  const assemblyFolder = join(dataFolder, 'cdk.out');
  const configurationFile = join(dataFolder, 'cti.config.json');
  const stampFile = join(dataFolder, 'cdk.out.sha256');
  const configurationText = `${JSON.stringify(configuration, null, 2)}\n`;
  const stamp = await fingerprint(root, configurationText);
  if ((await readIfThere(stampFile)) === stamp && (await readIfThere(join(assemblyFolder, 'manifest.json')))) {
    return { assemblyFolder, built: false };
  }
  await mkdir(dataFolder, { recursive: true });
  await rm(stampFile, { force: true });
  await rm(assemblyFolder, { recursive: true, force: true });
  await writeFile(configurationFile, configurationText);
  await runApp(root, { CTI_CONFIG: configurationFile, CDK_OUTDIR: assemblyFolder }, signal);
  await writeFile(stampFile, stamp);
  return { assemblyFolder, built: true };
}

function runApp(root: string, environment: Readonly<Record<string, string>>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'bin', 'opportunity-cti.ts')], {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'ignore', 'pipe'],
      signal,
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    child.on('error', reject);
    // A compiler's helper process that outlives the app may keep the pipe open: success does not wait for it.
    child.on('exit', (code) => {
      if (code === 0) resolve();
    });
    child.on('close', (code) => {
      if (code !== 0) reject(new Error(`the CDK app does not synthesize: ${summary(said) || `exit code ${code}`}`));
    });
  });
}

/** What went wrong, without the stack trace and Node's own warnings. */
function summary(said: string): string {
  const lines = said
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\(node:|^\(Use `node|^Node\.js v/.test(line));
  const trace = lines.findIndex((line) => /^\s+at /.test(line));
  return (trace === -1 ? lines : lines.slice(0, trace)).join('\n').trim();
}

async function fingerprint(root: string, configurationText: string): Promise<string> {
  const hash = createHash('sha256').update(configurationText).update(process.version);
  for (const source of SOURCES) {
    for (const file of await filesUnder(join(root, source))) {
      hash.update(`\0${file.slice(root.length)}\0`).update(await readFile(file));
    }
  }
  return hash.digest('hex');
}

async function filesUnder(path: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOTDIR') return [path];
    if (code === 'ENOENT') return [];
    throw error;
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
