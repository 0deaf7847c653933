/**
 * The Firefox that a machine has, driven over WebDriver BiDi by the playwright-core that drives Chromium: not Playwright's own
 * build, so that what is tried is what agents have.
 */
import { type Browser, firefox } from 'playwright-core';

const PREFERENCES = {
  // As Firefox ships: automation's own defaults switch these off, and they are what is to be tried.
  // Total Cookie Protection: cookies and storage of a frame are kept apart by the site of the page around it.
  'browser.contentblocking.category': 'standard',
  'browser.contentblocking.features.standard': '-tp,tpPrivate,cookieBehavior5',
  'network.cookie.cookieBehavior': 5,
  // Pop-ups need a click.
  'dom.disable_open_during_load': true,
  // Clicks reach frames of other sites: not the page's process but the browser's hands them out.
  'remote.events.async.mouse.enabled': true,
  'remote.events.async.wheel.enabled': true,
  // A microphone for machines without one, and nobody to answer for it or for what is copied.
  'media.navigator.streams.fake': true,
  'permissions.default.microphone': 1,
  'dom.events.testing.asyncClipboard': true,
} as const;

/** A click beyond the edge of the window reaches nothing, and the window is no larger than the screen. */
const SCREEN = { MOZ_HEADLESS_WIDTH: '1600', MOZ_HEADLESS_HEIGHT: '1400' };

/** Playwright's own session; not part of what it promises, but package-lock.json pins it. */
interface Session {
  readonly connection: { readonly browserSession: Session };
  send(method: string, params: Readonly<Record<string, unknown>>): Promise<unknown>;
}
interface Inside {
  readonly _connection: { toImpl(browser: Browser): { readonly _browserSession: Session } };
}

/** Firefox 153 (ESR) has no such command: what a page is told of colours is a preference there, of the whole browser. */
const MEDIA = 'emulation.setMediaFeaturesOverride';
const COLOURS = 'layout.css.prefers-color-scheme.content-override';
const DARK = 0;
const LIGHT = 1;

export async function launchFirefox(executablePath: string): Promise<Browser> {
  const browser = await firefox.launch({
    channel: 'moz-firefox',
    executablePath,
    headless: true,
    args: ['--remote-allow-system-access', '--width=1600', '--height=1400'],
    env: { ...process.env, ...SCREEN },
    firefoxUserPrefs: PREFERENCES,
  });
  teachColours((browser as unknown as Inside)._connection.toImpl(browser)._browserSession);
  return browser;
}

const taught = new WeakSet<object>();

function teachColours(session: Session): void {
  const prototype = Object.getPrototypeOf(session) as Session;
  if (taught.has(prototype)) return;
  taught.add(prototype);
  const { send } = prototype;
  prototype.send = async function (this: Session, method, params) {
    try {
      return await send.call(this, method, params);
    } catch (error) {
      if (method !== MEDIA || !String(error).includes('unknown command')) throw error;
      const { 'prefers-color-scheme': scheme } = params.features as { 'prefers-color-scheme'?: string };
      return setColours(this.connection.browserSession, scheme === 'dark' ? DARK : LIGHT);
    }
  };
}

async function setColours(session: Session, scheme: number): Promise<void> {
  const { contexts } = (await session.send('browsingContext.getTree', { 'moz:scope': 'chrome' })) as {
    contexts: readonly { readonly context: string }[];
  };
  await session.send('script.evaluate', {
    expression: `Services.prefs.setIntPref('${COLOURS}', ${scheme})`,
    target: { context: contexts[0]?.context },
    awaitPromise: false,
  });
}
