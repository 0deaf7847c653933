/** "Something wrong?": what is found, and the exact fix. */
import { describe, expect, it } from 'vitest';
import { grant } from '../system/browser.ts';
import { desktopSuite, expectPresentable, SIZES } from '../widget/harness/desktop-suite.ts';

describe('the diagnostics', () => {
  const suite = desktopSuite();

  it.each(SIZES)('find nothing when everything works, at %i px, %s', async (width, scheme) => {
    const desk = await suite.open({ width, scheme });
    const { page, context, complaints } = desk;
    await grant(context, ['microphone', 'clipboard-read', 'clipboard-write']);
    await page.getByRole('heading', { name: 'Ready for the next call' }).waitFor();
    await page.getByRole('button', { name: 'Something wrong?' }).click();
    const dialog = page.getByRole('dialog', { name: 'What may be wrong' });
    await dialog.getByText('Nothing found that does not work').waitFor();
    await dialog.getByRole('button', { name: 'Try a pop-up window' }).click();
    await dialog.getByText('They open.').waitFor();
    await expectPresentable(desk, 'desktop-diagnostics');
    expect(await dialog.locator('.finding-good').count()).toBe(10);
    await dialog.getByRole('button', { name: 'Copy for support' }).click();
    await dialog.getByText('Copied').waitFor();
    const report = await page.evaluate(() => navigator.clipboard.readText());
    expect(report).toContain('Microphone: works (microphoneGood)');
    expect(report).not.toMatch(/ana|Bearer|Dana/i);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('find everything that is broken, and say how to repair it', async () => {
    suite.harness.ccpQuery = '?silent';
    const desk = await suite.open({ width: 1280 });
    const { page, axe } = desk;
    await page.getByRole('heading', { name: 'Ready for the next call' }).waitFor();
    // The host serves a newer desktop.
    const { pathname } = new URL(page.url());
    await page.route(
      (url) => url.pathname === pathname,
      (route) => route.fulfill({ body: '<script type="module" src="chunks/desktop-NEWER.js"></script>' }),
    );
    // From now on: the API is cut off, the clock is wrong, microphone and pop-ups are blocked.
    await page.route(/\/calls/, (route) => route.abort());
    await page.evaluate(() => {
      const now = Date.now;
      Date.now = () => now() + 600_000;
      window.open = () => null;
      const query = navigator.permissions.query.bind(navigator.permissions);
      navigator.permissions.query = async (what) => {
        const status = await query(what);
        return Object.defineProperty(status, 'state', { value: 'denied' });
      };
    });
    await page.getByRole('button', { name: 'Something wrong?' }).click();
    const dialog = page.getByRole('dialog', { name: 'What may be wrong' });
    await dialog.getByText(`an administrator adds ${suite.harness.desktop} in the Amazon Connect console`).waitFor();
    await dialog.getByText('It is 10 min fast').waitFor();
    await dialog.getByText('does not answer. Check whether a VPN').waitFor();
    await dialog.getByText('set Microphone to Allow').waitFor();
    await dialog.getByText('allow third-party cookies for http://127.0.0.1').waitFor();
    await dialog.getByRole('button', { name: 'Try a pop-up window' }).click();
    await dialog.getByText('They are blocked for').waitFor();
    await dialog.getByText('There is a newer one.').waitFor();
    await dialog.getByText('Found 6 things to fix').waitFor();
    await expectPresentable(desk, 'desktop-diagnostics-broken');
    expect(await axe()).toEqual([]);
    // What has been repaired is seen by looking again.
    await page.unroute(/\/calls/);
    await dialog.getByRole('button', { name: 'Look again' }).click();
    await dialog.getByText('Found 4 things to fix').waitFor();
  });

  it('tell of a second sign-in elsewhere, a busy microphone and an old browser', async () => {
    const desk = await suite.open({ width: 1280, userAgent: 'Mozilla/5.0 (X11) AppleWebKit/537.36 Chrome/120.0.0.0' });
    const { page, context, inCcp } = desk;
    await grant(context, ['microphone', 'clipboard-read', 'clipboard-write']);
    await page.getByRole('heading', { name: 'Ready for the next call' }).waitFor();
    await page.evaluate(() => {
      // Another program has it.
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('in use', 'NotReadableError'));
    });
    await inCcp((ccp) => ccp.soundFault('user_busy_error'), undefined);
    await page.getByRole('button', { name: 'Something wrong?' }).click();
    const dialog = page.getByRole('dialog', { name: 'What may be wrong' });
    await dialog.getByText('signed in to Amazon Connect in another browser or on another computer').waitFor();
    await dialog.getByText('Another program keeps it.').waitFor();
    await dialog.getByText('It is too old. Update it').waitFor();
    await dialog.getByText('Found 3 things to fix').waitFor();
    await expectPresentable(desk, 'desktop-diagnostics-elsewhere');
    await dialog.getByRole('button', { name: 'Copy for support' }).click();
    await dialog.getByText('Copied').waitFor();
    const report = await page.evaluate(() => navigator.clipboard.readText());
    expect(report).toContain('Sound of calls: does not work (soundElsewhere)');
    expect(report).not.toMatch(/ana\b|Bearer|Dana|\+\d{6}/i);
  });
});
