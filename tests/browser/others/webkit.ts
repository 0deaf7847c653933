/**
 * WebKitGTK's MiniBrowser over the W3C WebDriver protocol (https://www.w3.org/TR/webdriver2/), as far as the story needs it:
 * the engine of Safari, in a build that Debian has.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { waitFor } from '../../system/wait-for.ts';

const SCREENS = new URL('../../../.artefacts/screens/', import.meta.url).pathname;
const DRIVER_PORT = 5_690;
const DISPLAY = ':77';
/** The name under which an answer holds the id of an element. */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const NEXT_FRAMES = 'const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))';

export interface Webkit {
  readonly version: string;
  go(url: string): Promise<void>;
  reload(): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  /** A function's body, in the page. */
  run<T>(script: string, ...args: readonly unknown[]): Promise<T>;
  /** Waits for it to be seen. */
  see(xpath: string): Promise<string>;
  click(xpath: string): Promise<void>;
  /** `hidden`: an input of files is behind its button. `replacing`: in place of what stands there. */
  type(xpath: string, text: string, how?: 'hidden' | 'replacing'): Promise<void>;
  picture(name: string): Promise<void>;
  close(): Promise<void>;
}

/** @param driver the path of WebKitWebDriver, which starts the MiniBrowser beside it */
export async function launchWebkit(driver: string): Promise<Webkit> {
  const screen = spawn('Xvfb', [DISPLAY, '-screen', '0', '1600x1200x24'], { stdio: 'ignore' });
  const server = spawn(driver, [`--port=${DRIVER_PORT}`], {
    stdio: 'ignore',
    env: { ...process.env, DISPLAY },
  });
  const stop = async (): Promise<void> => {
    await Promise.all([server, screen].map(ended));
  };
  const ask = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${DRIVER_PORT}${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const { value } = (await response.json()) as { value: T & { error?: string; message?: string } };
    if (!response.ok) throw new Error(`${method} ${path}: ${value.error} ${value.message}`);
    return value;
  };
  const session = await waitFor('the driver of WebKit', () =>
    ask<{ sessionId: string; capabilities: { browserVersion: string } }>('POST', '/session', {
      capabilities: {},
    }).catch((error: unknown) => {
      if (error instanceof TypeError) return undefined;
      throw error;
    }),
  ).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const at = (path: string): string => `/session/${session.sessionId}${path}`;
  const find = (xpath: string, isReady: (id: string) => Promise<boolean>): Promise<string> =>
    waitFor(xpath, async () => {
      try {
        const found = await ask<Record<string, string>>('POST', at('/element'), { using: 'xpath', value: xpath });
        const id = found[ELEMENT] ?? '';
        return (await isReady(id)) && id;
      } catch {
        // Not there, or not any more.
        return undefined;
      }
    });

  const webkit: Webkit = {
    version: session.capabilities.browserVersion,
    go: (url) => ask('POST', at('/url'), { url }),
    reload: () => ask('POST', at('/refresh'), {}),
    resize: (width, height) => ask('POST', at('/window/rect'), { x: 0, y: 0, width, height }),
    run: (script, ...args) => ask('POST', at('/execute/sync'), { script, args }),
    // The driver's own word for it takes everything below `display: contents` for hidden.
    see: (xpath) =>
      find(xpath, (id) => webkit.run<boolean>('return arguments[0].checkVisibility()', { [ELEMENT]: id })),
    async click(xpath) {
      await ask('POST', at(`/element/${await webkit.see(xpath)}/click`), {});
    },
    async type(xpath, text, how) {
      const id = await (how === 'hidden' ? find(xpath, async () => true) : webkit.see(xpath));
      if (how === 'replacing') await webkit.run('arguments[0].focus(); arguments[0].select()', { [ELEMENT]: id });
      await ask('POST', at(`/element/${id}/value`), { text });
    },
    async picture(name) {
      // What has just been resized is on the screen two frames later.
      await ask('POST', at('/execute/async'), { script: NEXT_FRAMES, args: [] });
      mkdirSync(SCREENS, { recursive: true });
      writeFileSync(`${SCREENS}${name}.png`, Buffer.from(await ask<string>('GET', at('/screenshot')), 'base64'));
    },
    async close() {
      await ask('DELETE', at('')).catch(() => undefined);
      await stop();
    },
  };
  return webkit;
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exit = new Promise((done) => child.once('exit', done));
  child.kill();
  await Promise.race([exit, delay(2_000)]);
}
