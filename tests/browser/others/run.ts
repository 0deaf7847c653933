/**
 * The desktop in other browsers than the Chromium of `npm test`, where they are installed: `npm run browsers -- --firefox PATH`
 * runs the browser tests of an agent's day in that Firefox (further words choose among the files), `npm run browsers -- --webkit
 * DRIVER` lives a shorter story in WebKitGTK. What works where stands in docs/browsers.md.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startRunningSystem } from '../../system/running-system.ts';
import { tellStory } from './webkit-story.ts';

const root = new URL('../../..', import.meta.url).pathname;
const USAGE = `npm run browsers -- --firefox PATH [TEST …] | --webkit DRIVER
  --firefox PATH   for example /usr/bin/firefox-esr (Debian: apt-get install firefox-esr)
  --webkit DRIVER  for example /usr/bin/WebKitWebDriver (Debian: apt-get install webkit2gtk-driver xvfb)`;

/** What an agent does, and what it runs on. */
const AGENTS_DAY = ['story', 'agent-first', 'desktop', 'documents-outside', 'hosts', 'hubspot', 'sign-in-once'];
/** They measure with Chromium's own tools, or with a switch of Chromium's. */
const CHROMIUM_ONLY = ['desktop-memory'];
const NAMED_BY_DEBIAN = { firefox: 'firefox-esr', webkit: 'webkit2gtk-driver', screen: 'xvfb' } as const;
const SCREEN = '/usr/bin/Xvfb';

const { values, positionals } = parseArgs({
  options: { firefox: { type: 'string' }, webkit: { type: 'string' } },
  allowPositionals: true,
});

function mustExist(path: string, kind: keyof typeof NAMED_BY_DEBIAN): void {
  if (existsSync(path)) return;
  console.error(`${path} is not there. On Debian: apt-get install ${NAMED_BY_DEBIAN[kind]}`);
  process.exit(1);
}

function runInFirefox(path: string): boolean {
  mustExist(path, 'firefox');
  const chosen = positionals.length > 0 ? positionals : AGENTS_DAY.map((name) => `tests/browser/${name}`);
  const without = CHROMIUM_ONLY.flatMap((name) => ['--exclude', `tests/browser/${name}.test.ts`]);
  const args = ['run', '--config', 'tests/vitest.config.ts', '--project', 'browser', ...without, ...chosen];
  const { status } = spawnSync(join(root, 'node_modules/.bin/vitest'), args, {
    ...{ cwd: root, stdio: 'inherit' },
    env: { ...process.env, CTI_FIREFOX: path },
  });
  return status === 0;
}

async function runInWebkit(driver: string): Promise<boolean> {
  mustExist(driver, 'webkit');
  mustExist(SCREEN, 'screen');
  const system = await startRunningSystem();
  try {
    await tellStory(system.endpoints, driver);
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  } finally {
    await system.stop();
  }
}

if (values.firefox === undefined && values.webkit === undefined) {
  console.error(USAGE);
  process.exit(2);
}
const results = [
  values.firefox === undefined || runInFirefox(values.firefox),
  values.webkit === undefined || (await runInWebkit(values.webkit)),
];
process.exit(results.every(Boolean) ? 0 : 1);
