import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveCcp } from '../local/ccp/serve-ccp.ts';
import { launchBrowser } from '../system/browser.ts';
import { serveHost } from './ccp/serve-host.ts';
import { recorded, seen, signIn, softphone } from './ccp/tab.ts';

/** Streams knows only domains of Connect and `localhost` for this, so here the softphone is on localhost, the host is not. */
let browser: Browser;
let host: Awaited<ReturnType<typeof serveHost>>;
let ccp: Awaited<ReturnType<typeof serveCcp>>;
let ccpOrigin: string;

beforeAll(async () => {
  [browser, host, ccp] = await Promise.all([
    // Third-party cookies are blocked, as a person can choose in Chrome.
    launchBrowser(['--test-third-party-cookie-phaseout']),
    serveHost('127.0.0.1'),
    serveCcp(),
  ]);
  ccpOrigin = ccp.origin.replace('127.0.0.1', 'localhost');
  ccp.engine.origins = [host.origin];
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([host?.close(), ccp?.close()]);
});

const open = async (query: string, allowed: boolean): Promise<Page> => {
  const context = await browser.newContext();
  if (allowed) await context.grantPermissions(['storage-access']);
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  await page.goto(`${host.origin}/?ccp=${ccpOrigin}/ccp-v2&popup=no&load=60000&${query}`);
  return page;
};

describe('the page that asks for storage access', () => {
  it('goes on to the softphone when the browser allows it', async () => {
    const page = await open('storage=default', true);
    const frame = softphone(page);
    await frame.getByRole('heading', { name: 'The softphone needs its cookies' }).waitFor();
    await seen(page, 'storageAccess::init:false');
    expect(await recorded(page)).not.toContain('initialized');
    await frame.getByRole('button', { name: 'Grant access' }).click();
    await seen(page, 'storageAccess::granted');
    await signIn(frame);
    await seen(page, 'agent:Ana Flores');
    await page.context().close();
  });

  it('says in words that the browser does not allow it, and can be asked again', async () => {
    const page = await open('storage=default', false);
    const grant = softphone(page).getByRole('button', { name: 'Grant access' });
    await grant.click();
    await seen(page, 'storageAccess::denied');
    await softphone(page).getByRole('alert').filter({ hasText: 'did not allow it' }).waitFor();
    expect(await grant.isVisible()).toBe(true);
    await page.context().close();
  });

  it('speaks the words of the embedding page in its custom mode', async () => {
    const page = await open('storage=custom', false);
    await softphone(page).getByRole('heading', { name: 'Cookie notice' }).waitFor();
    await softphone(page).getByText('Please provide access').waitFor();
    await page.context().close();
  });

  it('asks nothing where there is access already', async () => {
    const plain = await launchBrowser();
    const page = await plain.newPage();
    await page.goto(`${host.origin}/?ccp=${ccpOrigin}/ccp-v2&popup=no&load=60000&storage=default`);
    await seen(page, 'storageAccess::init:true');
    await seen(page, 'storageAccess::granted');
    await softphone(page).getByLabel('User name').waitFor();
    await plain.close();
  });
});
