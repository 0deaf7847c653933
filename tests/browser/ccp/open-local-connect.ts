import { ConnectClient } from '@aws-sdk/client-connect';
import type { Browser, Page } from 'playwright-core';
import { startConnect } from '../../../local/connect/start.ts';
import type { RunningConnect } from '../../../local/connect/start-instance.ts';
import { PLACE } from '../../local/connect/instance.ts';
import { launchBrowser } from '../../system/browser.ts';
import { serveHost } from './serve-host.ts';
import { seen, softphone } from './tab.ts';

/** The whole local Connect, its SDK client, and a host page whose softphone is signed in as ana. */
export interface LocalConnectPage {
  readonly local: RunningConnect;
  readonly client: ConnectClient;
  readonly page: Page;
  close(): Promise<void>;
}

/** `library`: a script that the page needs beside Streams. */
export async function openLocalConnect(library?: string): Promise<LocalConnectPage> {
  const [browser, host] = await Promise.all([launchBrowser(), serveHost()]);
  const local = await startConnect({
    ...PLACE,
    port: 0,
    trace: { record: () => undefined, recent: () => [], subscribe: () => () => undefined },
    surroundings: { putEvent: () => undefined, invokeFunction: async () => ({}) },
    authorize: async () => ({ allowed: true, principal: 'test' }),
  });
  const close = async (): Promise<void> => {
    await browser.close();
    await local.stop();
    await host.close();
  };
  try {
    const client = new ConnectClient({
      endpoint: local.origin,
      region: PLACE.region,
      credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
    });
    await fetch(`${local.origin}/instance/${PLACE.instanceId}/approved-origin`, {
      method: 'PUT',
      body: JSON.stringify({ Origin: host.origin }),
    });
    const page = await signedInPage(
      browser,
      `${host.origin}/?ccp=${local.origin}/ccp-v2/&popup=no&load=60000`,
      library,
    );
    return { local, client, page, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function signedInPage(browser: Browser, address: string, library: string | undefined): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(8_000);
  await page.goto(address);
  if (library !== undefined) await page.addScriptTag({ path: library });
  const form = softphone(page);
  await form.getByLabel('User name').fill('ana');
  await form.getByLabel('Password').fill('ana-local-password');
  await form.getByRole('button', { name: 'Sign in' }).click();
  await seen(page, 'agent:Ana Flores');
  return page;
}
