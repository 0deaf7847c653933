import sparticuz from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { launchFirefox } from './launch-firefox.ts';

/** Set by `npm run browsers -- --firefox`: where a Firefox is that is to be tried in place of Chromium. */
const FIREFOX = process.env.CTI_FIREFOX;
export const isFirefox = FIREFOX !== undefined;

/**
 * Chromium's own defaults for storage, cookies and site isolation stay in force: the softphone is a third-party frame
 * and must work as one. The fake devices answer microphone prompts on machines without audio hardware.
 */
const FLAGS = [
  '--no-sandbox',
  '--headless=shell',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  // Of two such switches Chromium takes the last. Playwright's own list also names ThirdPartyStoragePartitioning, which
  // real browsers have on; these are the entries that matter to an automated run.
  '--disable-features=AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,MediaRouter,OptimizationHints,PaintHolding',
];

/** The genuine Chromium that npm brings along, so that nothing has to be installed. The caller closes it. */
export const launchBrowser = async (extraFlags: readonly string[] = []): Promise<Browser> =>
  FIREFOX === undefined
    ? chromium.launch({
        executablePath: await sparticuz.executablePath(),
        headless: true,
        args: [...FLAGS, ...extraFlags],
      })
    : launchFirefox(FIREFOX);

/** Whether an error is the page's: in Firefox Playwright takes pictures with a style that the page's policy refuses. */
export const isComplaint = (words: string): boolean => !(isFirefox && words.includes('blocked an inline style'));

/** Console errors, page errors, and what the Content-Security-Policy refused, as they come. */
export function noteComplaints(page: Page, complaints: string[]): void {
  page.on('pageerror', ({ message }) => isComplaint(message) && complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' && isComplaint(message.text())) complaints.push(message.text());
  });
}

/** What a person would be asked for. Firefox has it as preferences, for everybody (`launch-firefox.ts`). */
export async function grant(context: BrowserContext, permissions: readonly string[]): Promise<void> {
  if (!isFirefox) await context.grantPermissions([...permissions]);
}
