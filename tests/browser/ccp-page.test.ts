import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveCcp } from '../local/ccp/serve-ccp.ts';
import { launchBrowser } from '../system/browser.ts';
import { serveHost } from './ccp/serve-host.ts';
import { seen, signIn, softphone } from './ccp/tab.ts';

let browser: Browser;
let host: Awaited<ReturnType<typeof serveHost>>;

beforeAll(async () => {
  [browser, host] = await Promise.all([launchBrowser(), serveHost()]);
});
afterAll(async () => {
  await browser?.close();
  await host?.close();
});

describe('the ring tone', () => {
  /** Two tabs of one agent in a browser that counts the tones; `query` of each. */
  const ringIn = async (...queries: string[]) => {
    const own = await serveCcp();
    own.engine.origins = [host.origin];
    const inContext = await browser.newContext();
    await inContext.addInitScript(() => {
      const { createOscillator } = AudioContext.prototype;
      AudioContext.prototype.createOscillator = function () {
        document.title += ' tone';
        return createOscillator.call(this);
      };
    });
    const tabs: Page[] = [];
    for (const query of queries) {
      const tab = await inContext.newPage();
      await tab.goto(`${host.origin}/?ccp=${own.origin}/ccp-v2/&popup=no&load=60000&${query}`);
      if (tabs.length === 0) await signIn(softphone(tab));
      await seen(tab, 'agent:Ana Flores');
      tabs.push(tab);
    }
    own.engine.ring();
    await Promise.all(tabs.map((tab) => softphone(tab).getByRole('button', { name: 'Accept' }).waitFor()));
    const tones = () =>
      Promise.all(tabs.map(async (tab) => (await tab.frames()[1]?.title())?.match(/tone/g)?.length ?? 0));
    const close = async () => {
      await inContext.close();
      await own.close();
    };
    return { engine: own.engine, tones, close };
  };

  it('sounds in one tab of the agent only', async () => {
    const { tones, close } = await ringIn('', '');
    await expect.poll(async () => (await tones()).toSorted()).toEqual([0, 2]);
    await close();
  });

  it('does not sound where the page plays its own', async () => {
    const { tones, close } = await ringIn('ring=no', '');
    await expect.poll(tones).toEqual([0, 2]);
    await close();
  });
});

describe('accessibility', () => {
  it.each(['light', 'dark'] as const)('has no violation in any state, %s', async (colorScheme) => {
    const own = await serveCcp();
    const inContext = await browser.newContext({ viewport: { width: 320, height: 560 }, colorScheme });
    const tab = await inContext.newPage();
    const axe = await readFile(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
    const violations = async () => {
      await tab.evaluate(axe);
      const { violations } = await tab.evaluate(() =>
        (window as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run(),
      );
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    };
    const press = (name: string) => tab.getByRole('button', { name, exact: true }).first().click();
    await tab.goto(`${own.origin}/ccp-v2/`);
    expect(await violations()).toEqual([]);
    await signIn(tab);
    await press('Dial a number');
    expect(await violations()).toEqual([]);
    await press('Back');
    expect(await violations()).toEqual([]);
    const id = own.engine.ring({ name: 'Dana Reyes' });
    await tab.getByRole('button', { name: 'Accept' }).waitFor();
    expect(await violations()).toEqual([]);
    await press('Accept');
    await tab.getByRole('button', { name: 'Hold' }).waitFor();
    own.engine.whisper(id, 'Fleet renewal 2027');
    await press('Mute');
    await press('Add person');
    await press('Add');
    await tab.getByRole('button', { name: 'Join all' }).waitFor();
    expect(await violations()).toEqual([]);
    await press('Leave call');
    await tab.getByRole('button', { name: 'Close contact' }).waitFor();
    expect(await violations()).toEqual([]);
    await inContext.close();
    await own.close();
  });
});

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}
