import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { portsFrom } from '../../../local/parts.ts';
import { lockDataFolder } from '../../../local/stack/data-folder-lock.ts';
import { closeServer, listen } from '../../../local/stack/http-server.ts';
import { localConfiguration, originsOf } from '../../../local/stack/local-configuration.ts';
import { assertPortsFree } from '../../../local/stack/ports-in-use.ts';
import { synthesize } from '../../../local/stack/synthesize.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'before-start-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a data folder', () => {
  it('serves one system at a time', () => {
    const data = join(folder, 'locked');
    const unlock = lockDataFolder(data);
    expect(() => lockDataFolder(data)).toThrow(`another local system is running on ${data}`);
    unlock();
    lockDataFolder(data)();
  });
});

describe('a port in use', () => {
  it('is named, with the part that needs it and the way out', async () => {
    const server = createServer();
    const port = await listen(server, 0);
    const taken = assertPortsFree({
      ...portsFrom(1),
      console: 0,
      api: 0,
      desktop: port,
      connect: 0,
      aws: 0,
      identity: 0,
    });

    await expect(taken).rejects.toThrow(
      `port ${port} (desktop) is in use: free it, or choose another base port with --port`,
    );
    await closeServer(server);
  });
});

describe('building', () => {
  const configuration = localConfiguration(originsOf(portsFrom(4600)));
  const project = async (name: string, app: string) => {
    const root = join(folder, name);
    await mkdir(join(root, 'bin'), { recursive: true });
    await writeFile(join(root, 'bin', 'opportunity-cti.ts'), app);
    return { root, dataFolder: join(root, 'data'), configuration, signal: new AbortController().signal };
  };

  it('happens again only when a source or the configuration has changed', async () => {
    const options = await project(
      'cached',
      `import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
      JSON.parse(readFileSync(process.env.CTI_CONFIG ?? '', 'utf8'));
      mkdirSync(process.env.CDK_OUTDIR ?? '', { recursive: true });
      writeFileSync(process.env.CDK_OUTDIR + '/manifest.json', '{}');`,
    );
    const built: boolean[] = [];
    const build = async (changed = {}) => built.push((await synthesize({ ...options, ...changed })).built);

    await build();
    await build();
    await build({ configuration: localConfiguration(originsOf(portsFrom(4700))) });
    await writeFile(join(options.root, 'bin', 'more.ts'), '');
    await build({ configuration: localConfiguration(originsOf(portsFrom(4700))) });
    await build({ configuration: localConfiguration(originsOf(portsFrom(4700))) });

    expect(built).toEqual([true, false, true, true, false]);
  });

  it('that fails says what the app said, without its stack trace, and is tried again', async () => {
    const options = await project('failing', "throw new Error('cti.config.json is not usable: region');");

    for (const _ of ['first', 'second']) {
      const failed = await synthesize(options).catch((error: Error) => error.message);
      expect(failed).toContain('the CDK app does not synthesize');
      expect(failed).toContain('cti.config.json is not usable: region');
      expect(failed).not.toMatch(/^\s+at /m);
    }
  });
});
