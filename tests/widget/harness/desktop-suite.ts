import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest';
import { launchBrowser } from '../../system/browser.ts';
import { type DesktopPage, openDesktop } from './desktop-page.ts';
import { sampleCall, sampleDeal } from './sample-deal.ts';
import { type Harness, startHarness } from './start-harness.ts';

export { DEAL } from './sample-deal.ts';

const SCREENS = new URL('../../../.artefacts/screens/', import.meta.url).pathname;

export interface DesktopSuite {
  readonly harness: Harness;
  open(options?: Parameters<typeof openDesktop>[2]): Promise<DesktopPage>;
}

/** For the `describe` it is called in: the built desktop, a browser, and for every test a fresh world around them. */
export function desktopSuite(): DesktopSuite {
  let browser: Browser;
  let harness: Harness;
  let desk: DesktopPage | undefined;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
  });
  beforeEach(async () => {
    harness = await startHarness(inject('desktopFolder'));
    harness.api.context = { ...sampleDeal(), calls: [sampleCall(), ...sampleDeal().calls] };
    harness.api.recent = sampleDeal().calls;
  });
  afterEach(async () => {
    await desk?.context.close();
    await harness.stop();
  });
  return {
    get harness() {
      return harness;
    },
    async open(options = {}) {
      desk = await openDesktop(browser, harness, options);
      return desk;
    },
  };
}

export const SIZES = [
  [1280, 'light'],
  [1280, 'dark'],
  [360, 'light'],
  [320, 'dark'],
] as const;

/** axe finds nothing, nothing scrolls sideways; a picture is left for a person to look at. */
export async function expectPresentable({ page, axe }: DesktopPage, name: string): Promise<void> {
  const { width, dark } = await page.evaluate(() => ({
    width: innerWidth,
    dark: matchMedia('(prefers-color-scheme: dark)').matches,
  }));
  mkdirSync(SCREENS, { recursive: true });
  // On a narrow screen the deal is below the softphone.
  await page.screenshot({
    path: join(SCREENS, `${name}-${width}-${dark ? 'dark' : 'light'}.png`),
    fullPage: width < 701,
    animations: 'disabled',
  });
  expect(await axe(), name).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(width);
}
