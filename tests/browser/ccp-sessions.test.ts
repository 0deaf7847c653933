import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { serveCcp } from '../local/ccp/serve-ccp.ts';
import { launchBrowser } from '../system/browser.ts';
import { serveHost } from './ccp/serve-host.ts';
import { chooseStatus, clear, isSoftphoneMaster, recorded, seen, signIn, softphone } from './ccp/tab.ts';

/** Tabs, sign-in and sign-out of the softphone as a third-party frame under the genuine Streams. */
let browser: Browser;
let host: Awaited<ReturnType<typeof serveHost>>;
let ccp: Awaited<ReturnType<typeof serveCcp>>;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  [browser, host, ccp] = await Promise.all([launchBrowser(), serveHost(), serveCcp()]);
  ccp.engine.origins = [host.origin];
  context = await browser.newContext();
  page = await open();
  await signIn(softphone(page));
  await seen(page, 'agent:Ana Flores');
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([host?.close(), ccp?.close()]);
});
beforeEach(() => page.evaluate(() => void globalThis.recorded.splice(0)));

const open = async (query = 'popup=no&load=60000', inContext = context) => {
  const tab = await inContext.newPage();
  tab.setDefaultTimeout(8000);
  await tab.goto(`${host.origin}/?ccp=${ccp.origin}/ccp-v2/&${query}`);
  return tab;
};

describe('pages and sessions', () => {
  it('answers the heartbeat', async () => {
    // Streams sends `synchronize` a second after each answer, and reports a missing one after three.
    const beats = page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let count = 0;
          connect.core.getUpstream().onUpstream(connect.EventType.ACKNOWLEDGE, () => {
            count += 1;
            if (count === 2) resolve(count);
          });
        }),
    );
    expect(await beats).toBe(2);
    expect(await recorded(page)).not.toContain('ACK_TIMEOUT');
  });

  it('shows the same to every tab of an agent, with one master', async () => {
    const second = await open();
    await seen(second, 'agent:Ana Flores');
    await second.evaluate(() => globalThis.recorded.splice(0));
    expect(await isSoftphoneMaster(page)).toBe(true);
    await chooseStatus(page, 'Available');
    await seen(second, 'agent.routable');
    expect(await isSoftphoneMaster(second)).toBe(false);
    await second.close();
  });

  it('reaches a page that loads in the middle of a call', async () => {
    const id = ccp.engine.ring();
    ccp.engine.join(id);
    const second = await open();
    await seen(second, 'contact:voice/connected/in');
    await seen(second, 'connected');
    await second.close();
    ccp.engine.customerHangsUp(id);
    await seen(page, 'ended');
    await clear(page);
  });

  it('is refused to a page whose origin is not approved', async () => {
    ccp.engine.origins = ['https://elsewhere.example'];
    const stranger = await open('popup=no&load=500');
    await seen(stranger, 'ACK_TIMEOUT');
    expect(await recorded(stranger)).not.toContain('initialized');
    await stranger.close();
    ccp.engine.origins = [host.origin];
  });

  it.each([
    { cookies: 'allowed', flags: [] },
    { cookies: 'blocked', flags: ['--test-third-party-cookie-phaseout'] },
  ])('signs out, and in again through the pop-up with third-party cookies $cookies', async ({ flags }) => {
    const own = await launchBrowser(flags);
    try {
      const inContext = await own.newContext();
      const popup = inContext.waitForEvent('page', (candidate) => candidate.url().startsWith(ccp.origin));
      const tab = await open('load=1000', inContext);
      await signIn(await popup);
      await seen(tab, 'agent:Ana Flores');
      await tab.waitForFunction(() => connect.core.loginWindow === null || connect.core.loginWindow === undefined);
      expect((await popup).isClosed()).toBe(true);
      await tab.evaluate(async (logout) => {
        await fetch(logout, { credentials: 'include', mode: 'no-cors' });
        connect.core.getUpstream().sendUpstream(connect.EventType.TERMINATE);
      }, `${ccp.origin}/logout`);
      await seen(tab, 'TERMINATED');
      await softphone(tab).getByRole('button', { name: 'Sign in' }).waitFor();
      const again = await inContext.newPage();
      await again.goto(`${ccp.origin}/ccp-v2/`);
      await again.getByRole('button', { name: 'Sign in' }).waitFor();
    } finally {
      await own.close();
    }
  });

  it('signs the frame in through a pop-up that is signed in already', async () => {
    const inContext = await browser.newContext();
    const alone = await inContext.newPage();
    await alone.goto(`${ccp.origin}/ccp-v2/`);
    await signIn(alone);
    await alone.getByRole('button', { name: 'Sign out' }).waitFor();
    // What blocked third-party cookies amount to: the frame does not see the cookie of the window.
    await inContext.clearCookies({ name: 'ccp-session' });
    const tab = await open('load=1000', inContext);
    await seen(tab, 'agent:Ana Flores');
    await inContext.close();
  });

  it('ends with TERMINATE alone, and goes on with the next sign-in in the frame', async () => {
    const inContext = await browser.newContext();
    const tab = await open('popup=no&load=60000', inContext);
    await signIn(softphone(tab));
    await seen(tab, 'agent:Ana Flores');
    await tab.evaluate(() => connect.core.getUpstream().sendUpstream(connect.EventType.TERMINATE));
    await seen(tab, 'TERMINATED');
    await signIn(softphone(tab));
    await softphone(tab).getByRole('button', { name: 'Sign out' }).waitFor();
    expect(await chooseStatus(tab, 'Available')).toHaveProperty('ok');
    expect(await tab.evaluate(() => sdk.agent.getName())).toBe('Ana Flores');
    await inContext.close();
  });

  it('tells the page that the session has run out, and offers to sign in again', async () => {
    const short = await serveCcp({ sessionSeconds: 1 });
    short.engine.origins = [host.origin];
    const inContext = await browser.newContext();
    const tab = await inContext.newPage();
    await tab.goto(`${host.origin}/?ccp=${short.origin}/ccp-v2/&popup=no&load=60000`);
    await signIn(softphone(tab));
    await seen(tab, 'initialized');
    await seen(tab, 'AUTH_FAIL');
    await softphone(tab).getByRole('button', { name: 'Sign in' }).waitFor();
    await inContext.close();
    await short.close();
  });

  it('brings a page back after the connection was lost', async () => {
    await context.setOffline(true);
    ccp.dropConnections();
    await softphone(page).getByText('Connection lost').waitFor();
    await context.setOffline(false);
    await softphone(page).getByText('Connection lost').waitFor({ state: 'detached' });
    await chooseStatus(page, 'Lunch');
    await seen(page, 'agent.state:Available>Lunch');
  });

  it('signs in by a token posted from the embedding page, and by no other page', async () => {
    const sso = await serveCcp({ verifyToken: async (token) => (token === 'good-token' ? 'ana' : undefined) });
    sso.engine.origins = [host.origin];
    const inContext = await browser.newContext();
    const tab = await inContext.newPage();
    await tab.goto(`${host.origin}/?ccp=${sso.origin}/ccp-v2/&popup=no&load=500`);
    const post = (token: string) =>
      tab.evaluate(
        ([action, value]) => {
          const frame = Object.assign(document.createElement('iframe'), { name: 'sign-on', hidden: true });
          const form = Object.assign(document.createElement('form'), { action, method: 'post', target: 'sign-on' });
          form.append(Object.assign(document.createElement('input'), { type: 'hidden', name: 'token', value }));
          document.body.append(frame, form);
          form.submit();
        },
        [`${sso.origin}/login/sso`, token] as const,
      );
    await post('good-token');
    await seen(tab, 'agent:Ana Flores');
    const refused = await fetch(`${sso.origin}/login/sso`, {
      method: 'POST',
      headers: { origin: 'https://elsewhere.example' },
      body: new URLSearchParams({ token: 'good-token' }),
    });
    expect(refused.status).toBe(403);
    await inContext.close();
    await sso.close();
  });
});
