/**
 * One sign-in for desktop and softphone on the running system: the identity provider signs the agent in to the CCP, as
 * SAML does for an instance in the cloud.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { PEOPLE } from '../../local/seed.ts';
import { isFirefox, launchBrowser } from '../system/browser.ts';
import { FramedDesktop } from '../system/framed-desktop.ts';

const endpoints = inject('endpoints');
const HELP = '.softphone-health';

let browser: Browser;
let context: BrowserContext | undefined;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterEach(async () => {
  await context?.close();
});
afterAll(async () => {
  await browser.close();
});

const softphone = (page: Page) => page.frameLocator('iframe[name="Amazon Connect CCP"]');
const status = (page: Page) => softphone(page).getByRole('combobox', { name: 'Your status' });

async function signInTo(form: Pick<Page, 'getByLabel' | 'getByRole'>, username: string): Promise<void> {
  await form.getByLabel('User name').fill(username);
  await form.getByLabel('Password').fill(PEOPLE.find((person) => person.username === username)?.password ?? '');
  await form.getByRole('button', { name: 'Sign in' }).click();
}

/** A browser profile of its own in which `username` has signed in to the desktop. */
async function openAs(
  username: string,
  prepare: (page: Page) => unknown = () => undefined,
  inBrowser = browser,
): Promise<Page> {
  context = await inBrowser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  await prepare(page);
  await page.goto(endpoints.desktop);
  await signInTo(page, username);
  return page;
}

describe('signing in once', () => {
  it('signs in to the softphone too, and leaves no frame behind', async () => {
    const forms: string[] = [];
    const page = await openAs('ana', (tab) =>
      tab.on('response', (response) => {
        if (response.url().endsWith('/assets/sign-in.js')) forms.push(response.url());
      }),
    );
    await status(page).waitFor();
    expect(forms).toEqual([]);
    await expect.poll(() => page.locator('iframe').count()).toBe(1);
    expect(await page.locator(HELP).count()).toBe(0);
  });

  it('works with third-party cookies blocked', async () => {
    const own = await launchBrowser(['--test-third-party-cookie-phaseout']);
    try {
      await status(await openAs('ben', undefined, own)).waitFor();
    } finally {
      await own.close();
    }
  });

  it('signs in again by itself when the session has ended while the page was away', async () => {
    const page = await openAs('ana');
    await status(page).waitFor();
    await context?.clearCookies({ name: /^ccp-session/ });
    await page.reload();
    await status(page).waitFor();
  });

  it('signs in again by itself when the session runs out while the page is open', async () => {
    const page = await openAs('ana');
    await status(page).waitFor();
    await context?.clearCookies({ name: /^ccp-session/ });
    // What the softphone says when its twelve hours are over; the page that said it goes on answering heartbeats for a while.
    const [, frame] = page.frames();
    await frame?.evaluate(() => {
      document.title = 'the page before';
      parent.postMessage({ event: 'auth_fail' }, '*');
    });
    await expect.poll(() => page.frames()[1]?.title()).toBe('Softphone');
    await status(page).waitFor();
    await expect.poll(() => page.frames().length).toBe(2);
    expect(await page.locator(HELP).count()).toBe(0);
  });

  it('leaves an agent signed out who signed out, over a reload, until they ask', async () => {
    const page = await openAs('ben');
    await softphone(page).getByRole('button', { name: 'Sign out' }).click();
    await page.locator(HELP).getByText('You are signed out of the softphone.').waitFor();
    await page.reload();
    await softphone(page).getByRole('button', { name: 'Sign in' }).waitFor();
    await page.locator(HELP).waitFor();
    expect(await status(page).count()).toBe(0);
    const opened = page.waitForEvent('popup');
    await page.locator(HELP).getByRole('button', { name: 'Sign in to the softphone' }).click();
    const popup = await opened;
    await status(page).waitFor();
    if (!popup.isClosed()) await popup.waitForEvent('close');
    expect(await page.locator(HELP).count()).toBe(0);
  });

  it('tells a person who is no agent so, in the desktop and in the window', async () => {
    const page = await openAs('vera');
    await page.locator(HELP).getByText('knows no agent with your user name').waitFor();
    const opened = page.waitForEvent('popup');
    await page.locator(HELP).getByRole('button', { name: 'Sign in to the softphone' }).click();
    await (await opened).getByText('has no agent with your user name').waitFor();
    await (await opened).close();
    await page.locator(HELP).getByText('knows no agent with your user name').waitFor();
    await page.getByRole('main').getByText('lacks the permission of an agent').waitFor();
  });

  it('falls back to the form of the softphone when the provider cannot be framed', async () => {
    const page = await openAs('ana', (tab) =>
      tab.route('**/connect-sign-in', (route) =>
        route.fulfill({ status: 200, headers: { 'x-frame-options': 'DENY' }, body: 'Sign in' }),
      ),
    );
    await page.locator(HELP).getByRole('button', { name: 'Sign in to the softphone' }).waitFor();
    await signInTo(softphone(page), 'ana');
    await status(page).waitFor();
    await page.locator(HELP).waitFor({ state: 'detached' });
  });
});

describe('signing in once inside HubSpot', () => {
  const ATTEMPT = 'iframe[title="softphone sign-in"]';

  async function openInHubspot(inBrowser: Browser): Promise<{ page: Page; desktop: FramedDesktop }> {
    context = await inBrowser.newContext({ locale: 'en-GB' });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    await page.goto(`${endpoints.hubspot}/hubspot/`);
    return { page, desktop: new FramedDesktop(page) };
  }

  it('is offered by a click at once where the browser keeps cookies from the frame, beside the attempt', async () => {
    const own = await launchBrowser(['--test-third-party-cookie-phaseout']);
    try {
      const { page, desktop } = await openInHubspot(own);
      // The provider never answers the hidden frame: what is offered is offered before.
      await page.route('**/connect-sign-in', () => undefined);
      await desktop.signInToDesktop(endpoints, 'ana');
      await desktop.softphoneSignIn.waitFor();
      expect(await desktop.frame.locator(ATTEMPT).count()).toBe(1);
    } finally {
      await own.close();
    }
  });

  it('is offered by a click while the attempt stands still at a provider that does not know the agent there', async () => {
    const { desktop } = await openInHubspot(browser);
    await desktop.signInToDesktop(endpoints, 'ana');
    await desktop.softphoneSignIn.waitFor();
    expect(await desktop.frame.locator(ATTEMPT).count()).toBe(1);
    await desktop.softphoneSignIn.click();
    await desktop.status.waitFor();
    await expect.poll(() => desktop.frame.locator(ATTEMPT).count()).toBe(0);
  });

  // Firefox keeps the provider's cookies apart by the page around, whatever they say of themselves.
  it.skipIf(isFirefox)('needs no click where the provider knows the agent in the frame', async () => {
    const { page, desktop } = await openInHubspot(browser);
    await desktop.signInToDesktop(endpoints, 'ana');
    await desktop.softphoneSignIn.waitFor();
    // As a provider sets its cookies that lets itself be framed (docs/deploy.md).
    const cookies = (await context?.cookies()) ?? [];
    await context?.addCookies(cookies.map((cookie) => ({ ...cookie, sameSite: 'None', secure: true })));
    const popups: Page[] = [];
    page.on('popup', (popup) => popups.push(popup));
    await page.reload();
    await desktop.status.waitFor();
    expect(popups).toEqual([]);
  });
});

describe('signing out', () => {
  it('ends the session at the provider and of the softphone, which is offline then: another agent of this computer is asked', async () => {
    const page = await openAs('ana');
    await status(page).selectOption({ label: 'Available' });
    const tab = (await context?.newPage()) ?? page;
    await tab.goto(endpoints.desktop);
    await tab.getByRole('button', { name: 'Use it here' }).waitFor();

    await tab.getByRole('button', { name: 'Sign out' }).click();
    for (const one of [page, tab]) await one.getByText('You are signed out', { exact: true }).waitFor();
    expect(new URL(tab.url()).search).toBe('');
    expect((await context?.cookies())?.filter(({ name }) => /^(ccp-session|_session)/.test(name))).toEqual([]);

    await page.getByRole('link', { name: 'Sign in again' }).click();
    await signInTo(page, 'ben');
    await status(page).waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByText('You are signed out', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'Sign in again' }).click();
    await signInTo(page, 'ana');
    await expect.poll(() => status(page).locator('option:checked').textContent()).toBe('Offline');
  });
});
