import type { Browser, BrowserContext, Frame, Page } from 'playwright-core';
import { violationsIn } from '../../system/axe.ts';
import { noteComplaints } from '../../system/browser.ts';
import { CALL_ID, CONNECT_CONTACT_ID } from './sample-deal.ts';
import type { Harness } from './start-harness.ts';

export const OUR_ATTRIBUTES = {
  callId: CALL_ID,
  sourceId: 'demo-crm',
  opportunityId: 'opp/1001',
  contactId: 'c-1',
  opportunityName: 'Fleet renewal 2027',
  contactName: 'Dana Reyes',
  contactTitle: 'CFO',
};

export interface CallPicture {
  readonly contactId: string;
  readonly state: 'connecting' | 'connected' | 'ended' | 'error';
  readonly attributes: Readonly<Record<string, string>>;
  readonly phone?: string;
  readonly inbound?: boolean;
  readonly leg?: 'connected' | 'hold';
  readonly others?: readonly {
    readonly id: string;
    readonly state: 'connecting' | 'connected' | 'hold' | 'disconnected';
    readonly phone?: string;
    readonly type?: 'phone_number' | 'agent' | 'queue';
    readonly name?: string;
  }[];
}

/** What drives the fake CCP in its frame. */
export interface FakeCcp {
  calls(calls: readonly CallPicture[], state?: { readonly name: string; readonly type: string }): void;
  muted(muted: boolean): void;
  /** The agent has selected it, here or in another page. */
  selects(contactId: string): void;
  /** What it was asked to show. */
  readonly viewed: readonly string[];
  /** A call got no sound: one of Streams' error types. */
  soundFault(errorType: string): void;
  readonly requests: { readonly method: string; readonly params: Readonly<Record<string, unknown>> }[];
  readonly refusals: Record<string, string>;
}

/** One agent's desktop in a browser of its own, and the fake CCP in it. */
export interface DesktopPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Console errors, page errors, and what the Content-Security-Policy refused. */
  readonly complaints: string[];
  /** The calls of the CCP from now on. */
  calls(...calls: readonly CallPicture[]): Promise<void>;
  /** Runs in the CCP's frame. */
  inCcp<Given, Result>(act: (ccp: FakeCcp, given: Given) => Result, given: Given): Promise<Result>;
  call(state: CallPicture['state'], attributes?: Readonly<Record<string, string>>): Promise<void>;
  /** What axe finds wrong, as `rule: element`. */
  axe(): Promise<readonly string[]>;
}

export interface DesktopOptions {
  readonly width?: number;
  readonly scheme?: 'light' | 'dark';
  /** What the browser prefers. */
  readonly locale?: string;
  readonly query?: string;
  readonly userAgent?: string;
  readonly hash?: string;
  readonly awaitCcp?: boolean;
  /** Before the page is opened: routes, observers. */
  readonly prepare?: (page: Page) => Promise<void>;
}

export async function openDesktop(
  browser: Browser,
  harness: Harness,
  options: DesktopOptions = {},
): Promise<DesktopPage> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: 800 },
    colorScheme: options.scheme ?? 'light',
    locale: options.locale ?? 'en-GB',
    reducedMotion: 'reduce',
    ...(options.userAgent !== undefined && { userAgent: options.userAgent }),
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  noteComplaints(page, complaints);
  await options.prepare?.(page);
  await page.goto(`${harness.desktop}/${options.query ?? ''}${options.hash ?? ''}`);
  if (options.awaitCcp ?? true) await ccpFrame(page);

  const inCcp: DesktopPage['inCcp'] = async (act, given) => {
    const frame = await ccpFrame(page);
    // The function travels as its source text.
    return frame.evaluate(`(${String(act)})(globalThis.ccp, ${JSON.stringify(given) ?? 'undefined'})`);
  };
  const calls = (...pictures: readonly CallPicture[]): Promise<void> =>
    inCcp((ccp, given) => ccp.calls(given), pictures);
  return {
    page,
    context,
    complaints,
    calls,
    inCcp,
    call: (state, attributes = OUR_ATTRIBUTES) => calls({ contactId: CONNECT_CONTACT_ID, state, attributes }),
    axe: () => violationsIn(page, ['#ccp']),
  };
}

/** Streams creates the frame; the page in it is ready when it can be driven. */
async function ccpFrame(page: Page): Promise<Frame> {
  const element = await page.waitForSelector('#ccp iframe', { state: 'attached' });
  const frame = await element.contentFrame();
  if (!frame) throw new Error('the CCP has no frame');
  await frame.waitForFunction(() => 'ccp' in globalThis);
  return frame;
}
