/** The desktop in another product's page, as an agent uses it there. */
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Endpoints } from '../../local/parts.ts';
import { beAvailableIn, statusIn } from './agent-status.ts';
import { violationsIn } from './axe.ts';
import { screenshot } from './pages.ts';

/** As narrow as a product makes it. */
const NARROW = '340px';

export class FramedDesktop {
  readonly page: Page;
  readonly frame: FrameLocator;

  constructor(page: Page) {
    this.page = page;
    this.frame = page.locator('aside iframe').contentFrame();
  }

  get softphone(): FrameLocator {
    return this.frame.frameLocator('iframe[name="Amazon Connect CCP"]');
  }

  get status(): Locator {
    return statusIn(this.softphone);
  }

  get softphoneSignIn(): Locator {
    return this.frame.getByRole('button', { name: 'Sign in to the softphone' });
  }

  /**
   * Cookies of the provider are third-party here: it is asked in a window, for the desktop and once more for the softphone. The
   * window closes by itself.
   */
  async signIn(endpoints: Endpoints, username: string): Promise<void> {
    await this.signInToDesktop(endpoints, username);
    await this.softphoneSignIn.click();
    await this.status.waitFor();
  }

  async signInToDesktop({ agents }: Endpoints, username: string): Promise<void> {
    const agent = agents.find((known) => known.username === username);
    const [window] = await Promise.all([
      this.page.waitForEvent('popup'),
      this.frame.getByRole('button', { name: 'Sign in', exact: true }).click(),
    ]);
    // As large as the desktop opens it: otherwise tests see a page that is larger than its window.
    await window.setViewportSize({ width: 480, height: 640 });
    await window.getByLabel('User name').fill(username);
    await window.getByLabel('Password').fill(agent?.password ?? '');
    await window.getByRole('button', { name: 'Sign in' }).click();
  }

  async beAvailable(): Promise<void> {
    await beAvailableIn(this.softphone);
  }

  async accept(): Promise<void> {
    await this.softphone.getByRole('button', { name: 'Accept' }).click();
    await this.frame.getByText('On the line').first().waitFor();
  }

  async saveOutcome(notes: string): Promise<void> {
    await this.frame.getByRole('button', { name: 'Notes', exact: true }).click();
    await this.frame.getByRole('radio', { name: 'Connected' }).check();
    await this.frame.getByRole('textbox', { name: 'Notes' }).fill(notes);
    await this.frame.getByRole('button', { name: 'Save and close' }).click();
  }

  /** At its narrowest, light and dark: a picture of each, nothing wider than the frame, and nothing for axe to find. */
  async expectPresentable(name: string): Promise<void> {
    const element = this.page.locator('aside iframe');
    const frame = await (await element.elementHandle())?.contentFrame();
    if (!frame) throw new Error('the desktop has no frame');
    const width = await element.evaluate((shown: HTMLElement) => shown.style.width);
    const resize = (to: string) =>
      element.evaluate((shown: HTMLElement, next) => shown.style.setProperty('width', next), to);
    await resize(NARROW);
    for (const colorScheme of ['light', 'dark'] as const) {
      await this.page.emulateMedia({ colorScheme });
      await this.expectNoSidewaysScroll();
      await screenshot(this.page, `${name}-narrow-${colorScheme}`);
      expect(await violationsIn(frame, ['#ccp']), colorScheme).toEqual([]);
    }
    await resize(width);
    await this.page.emulateMedia({ colorScheme: 'light' });
  }

  /** Nothing is wider than the frame, which is as narrow as the product makes it. */
  async expectNoSidewaysScroll(): Promise<void> {
    const { content, window } = await this.frame.locator('html').evaluate((root) => ({
      content: root.scrollWidth,
      window: root.clientWidth,
    }));
    expect(content).toBeLessThanOrEqual(window);
  }
}
