/**
 * Figure: from *connected* to people and documents painted, in a real browser on the running system. The desktop fetches
 * them while it rings, so they should stand when the call connects: the limit is one frame.
 */
import type { Page } from 'playwright-core';
import { launchBrowser } from '../system/browser.ts';
import { ConsolePage, Desktop } from '../system/pages.ts';
import { startRunningSystem } from '../system/running-system.ts';
import { type Figure, median } from './figure.ts';

const ONE_FRAME_MS = 1_000 / 60;
const DANA = '+14155550101';

interface Moments {
  ringing?: number;
  connected?: number;
  painted?: number;
}

export async function measureTimeToContext(calls: number): Promise<readonly Figure[]> {
  const system = await startRunningSystem();
  const browser = await launchBrowser();
  try {
    const desktop = await Desktop.open(browser, system.endpoints, 'ana');
    await desktop.beAvailable();
    const crm = await ConsolePage.open(browser, system.endpoints);
    const late: number[] = [];
    const ahead: number[] = [];
    const afterRing: number[] = [];
    for (let call = 0; call < calls; call += 1) {
      await watch(desktop.page);
      await crm.call('Fleet renewal 2027', 'Dana Reyes');
      await crm.answer(DANA);
      await desktop.accept();
      const { ringing, connected, painted } = await momentsOf(desktop.page);
      late.push(Math.max(0, painted - connected));
      ahead.push(Math.max(0, connected - painted));
      afterRing.push(painted - ringing);
      await desktop.hangUp();
      await desktop.page.getByRole('radio', { name: 'Connected' }).check();
      await desktop.page.getByRole('button', { name: /save and close/i }).click();
      await desktop.page.getByRole('heading', { name: 'Ready for the next call' }).waitFor();
    }
    return [
      {
        name: 'people and documents after connected',
        peer: 'one frame',
        ratio: median(late) / ONE_FRAME_MS,
        target: 1,
        facts: {
          'late ms': median(late),
          'painted before connected, ms': median(ahead),
          'painted after the first ring, ms': median(afterRing),
        },
      },
    ];
  } finally {
    await browser.close();
    await system.stop();
  }
}

/** Notes when Streams tells of the ring and of the connection, and the first frame that shows people and documents. */
async function watch(page: Page): Promise<void> {
  await page.evaluate(() => {
    const moments: Moments = {};
    const scope = globalThis as unknown as { moments: Moments; connect: typeof connect; watching?: true };
    scope.moments = moments;
    const look = (): void => {
      const people = document.querySelectorAll('main article').length;
      const documents = document.querySelectorAll('main .file-title').length;
      if (people >= 6 && documents >= 4) moments.painted ??= performance.now();
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
    if (scope.watching) return;
    scope.watching = true;
    scope.connect.contact((contact) => {
      contact.onConnecting(() => {
        scope.moments.ringing ??= performance.now();
      });
      contact.onConnected(() => {
        scope.moments.connected ??= performance.now();
      });
    });
  });
}

async function momentsOf(page: Page): Promise<Required<Moments>> {
  const handle = await page.waitForFunction(() => {
    const { moments } = globalThis as unknown as { moments: Moments };
    return moments.connected !== undefined && moments.painted !== undefined ? moments : undefined;
  });
  return (await handle.jsonValue()) as Required<Moments>;
}
