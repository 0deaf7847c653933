import type { Browser, Page } from 'playwright-core';
import { serveCcp } from '../../local/ccp/serve-ccp.ts';
import { launchBrowser } from '../../system/browser.ts';
import { serveHost } from './serve-host.ts';
import { seen, signIn, softphone } from './tab.ts';

/** A host page with the softphone over the small engine, signed in as ana: where most tests of the conduit begin. */
export interface SignedIn {
  readonly browser: Browser;
  readonly host: Awaited<ReturnType<typeof serveHost>>;
  readonly ccp: Awaited<ReturnType<typeof serveCcp>>;
  readonly page: Page;
  close(): Promise<void>;
}

export async function openSignedIn(): Promise<SignedIn> {
  const [browser, host, ccp] = await Promise.all([launchBrowser(), serveHost(), serveCcp()]);
  const close = async (): Promise<void> => {
    await browser.close();
    await Promise.all([host.close(), ccp.close()]);
  };
  try {
    ccp.engine.origins = [host.origin];
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(8000);
    await page.goto(`${host.origin}/?ccp=${ccp.origin}/ccp-v2/&popup=no&load=60000`);
    await signIn(softphone(page));
    await seen(page, 'agent:Ana Flores');
    return { browser, host, ccp, page, close };
  } catch (error) {
    await close();
    throw error;
  }
}
