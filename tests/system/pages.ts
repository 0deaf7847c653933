/** The pages of the local system as a person uses them: by their words, not by their markup. */
import { mkdirSync } from 'node:fs';
import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Endpoints } from '../../local/parts.ts';
import { beAvailableIn, statusIn } from './agent-status.ts';
import { isComplaint, isFirefox } from './browser.ts';

const ARTEFACTS = new URL('../../.artefacts/screens/', import.meta.url).pathname;

/** Everything that a page complains about; a test expects it to be empty. */
export interface Complaints {
  readonly complaints: string[];
}

export class Desktop implements Complaints {
  readonly page: Page;
  readonly complaints: string[] = [];
  readonly #endpoints: Endpoints;
  readonly #agent: { username: string; password: string };

  private constructor(page: Page, endpoints: Endpoints, username: string) {
    const agent = endpoints.agents.find((known) => known.username === username);
    if (agent === undefined) throw new Error(`there is no agent ${username}`);
    this.page = page;
    this.#endpoints = endpoints;
    this.#agent = agent;
    listen(page, this.complaints);
  }

  /** Each agent has a browser profile of their own. */
  static async open(
    browser: Browser,
    endpoints: Endpoints,
    username: string,
    options: Parameters<Browser['newContext']>[0] = { viewport: { width: 1280, height: 900 } },
  ): Promise<Desktop> {
    const context = await browser.newContext(options);
    const desktop = new Desktop(await context.newPage(), endpoints, username);
    await desktop.page.goto(endpoints.desktop);
    await desktop.#signIn();
    await desktop.status.waitFor();
    return desktop;
  }

  get context(): BrowserContext {
    return this.page.context();
  }

  get softphone(): FrameLocator {
    return this.page.frameLocator('iframe[name="Amazon Connect CCP"]');
  }

  get main(): Locator {
    return this.page.getByRole('main');
  }

  person(name: string): Locator {
    return this.main.getByRole('article', { name });
  }

  /** There as soon as the softphone is signed in. */
  get status(): Locator {
    return statusIn(this.softphone);
  }

  async beAvailable(): Promise<void> {
    await beAvailableIn(this.softphone);
  }

  async accept(): Promise<void> {
    await this.softphone.getByRole('button', { name: 'Accept' }).click();
    await this.main.getByText('On the line').first().waitFor();
  }

  async hangUp(): Promise<void> {
    await this.softphone.getByRole('button', { name: 'End call' }).click();
  }

  async screenshot(name: string): Promise<void> {
    await screenshot(this.page, name);
  }

  /** Once, on the identity provider's page: the softphone follows. */
  async #signIn(): Promise<void> {
    await this.page.getByLabel('User name').fill(this.#agent.username);
    await this.page.getByLabel('Password').fill(this.#agent.password);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
  }

  async reload(): Promise<void> {
    await this.page.goto(this.#endpoints.desktop);
  }
}

export class ConsolePage implements Complaints {
  readonly page: Page;
  readonly complaints: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    listen(page, this.complaints);
  }

  static async open(browser: Browser, endpoints: Endpoints): Promise<ConsolePage> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const console = new ConsolePage(await context.newPage());
    await console.page.goto(endpoints.console);
    return console;
  }

  get crm(): Locator {
    return this.page.getByRole('region', { name: 'Demo CRM' });
  }

  get trace(): Locator {
    return this.page.getByRole('region', { name: 'Live trace' });
  }

  phone(number: string): Locator {
    return this.page.locator(`[data-phone="${number}"]`);
  }

  /** Presses Call beside a person and returns the call's id. */
  async call(opportunity: string, person: string): Promise<string> {
    await this.crm.getByRole('button', { name: opportunity }).click();
    await this.crm.getByRole('button', { name: `Call ${person}` }).click();
    const answer = await this.crm.getByRole('status').filter({ hasText: 'call-' }).first().textContent();
    const callId = /call-[a-z2-7]{26}/.exec(answer ?? '')?.[0];
    if (callId === undefined) throw new Error(`the CRM was answered: ${answer}`);
    return callId;
  }

  async answer(number: string): Promise<void> {
    await this.phone(number)
      .getByRole('button', { name: /^Answer/ })
      .click();
  }

  timelineCall(callId: string): Locator {
    return this.page.locator(`[data-call="${callId}"]`);
  }

  async screenshot(name: string): Promise<void> {
    await screenshot(this.page, name);
  }
}

export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(ARTEFACTS, { recursive: true });
  // Without transitions: a change of colour scheme is caught half way otherwise.
  await page.screenshot({ path: `${ARTEFACTS}${name}.png`, animations: 'disabled' });
}

/** 360 and 1280 px, light and dark: nothing scrolls sideways, and there is a picture of each. */
export async function showEverySize(page: Page, name: string): Promise<void> {
  for (const width of [360, 1280]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.setViewportSize({ width, height: width === 360 ? 760 : 900 });
      await page.emulateMedia({ colorScheme });
      await expectNoSidewaysScroll(page);
      await screenshot(page, `${name}-${width}-${colorScheme}`);
    }
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** No page may be wider than its window. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const { content, window } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  expect(content).toBeLessThanOrEqual(window);
}

export async function expectAccessible(page: Page, axeSource: string): Promise<void> {
  // As in axe.ts: Firefox 153 may crash by it.
  if (isFirefox) return;
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: {
        run(context: unknown, options: unknown): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations: found } = await axe.run(document, { iframes: false });
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  });
  expect(violations).toEqual([]);
}

function listen(page: Page, complaints: string[]): void {
  page.on('pageerror', ({ message }) => isComplaint(message) && complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error' && isComplaint(message.text()))
      complaints.push(`${message.text()} (${message.location().url})`);
  });
}
