/** The deal before there is Preact: painted at once, and taken over without a trace. */
import type { Page, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { DEAL, desktopSuite } from '../widget/harness/desktop-suite.ts';

/** Whatever the deal's first paint may do without. */
const LATER = /later-[^/]*\.js$|connect-streams/;

describe('the first sight of a deal', () => {
  const suite = desktopSuite();

  /** A desktop that gets nothing of `LATER` until it is told to. */
  async function openHeld(options: { width?: number } = {}) {
    const asked: string[] = [];
    const held: Route[] = [];
    let holding = true;
    const prepare = async (page: Page): Promise<void> => {
      page.on('request', (request) => asked.push(request.url()));
      await page.route(LATER, async (route) => {
        if (holding) held.push(route);
        else await route.continue();
      });
    };
    const desk = await suite.open({ ...options, hash: DEAL, awaitCcp: false, prepare });
    await desk.page.getByRole('article', { name: 'Dana Reyes' }).waitFor();
    return {
      ...desk,
      asked,
      async release() {
        await expect.poll(() => held.length).toBeGreaterThan(0);
        holding = false;
        await Promise.all(held.map((route) => route.continue()));
        await desk.page.locator('.timeline .entry').first().waitFor({ state: 'attached' });
      },
    };
  }

  it('has people and documents, and asks neither for Preact nor for Streams before they are painted', async () => {
    const { page, asked, release, complaints } = await openHeld();
    await page.getByRole('button', { name: 'Open Proposal v3' }).waitFor();
    expect(await page.locator('#deal article').count()).toBe(suite.harness.api.context.contacts.length);
    // The browser writes it down a frame later.
    await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length === 1);
    expect(asked.filter((url) => url.includes('connect-streams'))).toEqual([]);
    const order = () => asked.flatMap((url) => /opportunities\/|later-/.exec(url) ?? []);
    await expect.poll(order).toEqual(['opportunities/', 'later-']);
    await release();
    expect(complaints).toEqual([]);
  });

  it('keeps every element, the focus and the place when Preact takes over', async () => {
    const { page, release } = await openHeld();
    const call = page.getByRole('button', { name: 'Call Ingrid Sørensen' }).first();
    await call.focus();
    await page.evaluate(() => {
      document.querySelectorAll('#deal').forEach((deal) => {
        deal.scrollTop = 40;
      });
      Object.assign(globalThis, { painted: [...document.querySelectorAll('#deal *')] });
    });
    await release();
    const { total, lost, scrolled } = await page.evaluate(() => {
      const { painted } = globalThis as unknown as { painted: Element[] };
      return {
        total: painted.length,
        lost: painted.filter((node) => !node.isConnected).map((node) => node.outerHTML),
        scrolled: document.querySelector('#deal')?.scrollTop,
      };
    });
    expect(total).toBeGreaterThan(200);
    expect(lost).toEqual([]);
    expect(scrolled).toBe(40);
    expect(await call.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  it('loses no press of a button, by mouse or by key', async () => {
    const { page, release } = await openHeld();
    await page.getByRole('button', { name: 'Edit Ingrid Sørensen' }).click();
    await page.getByRole('button', { name: 'Open Minutes of 12 November' }).press('Enter');
    await release();
    await page.getByLabel('Role in this deal').waitFor();
    await page.getByText('<script>alert("shown as text")</script>').waitFor();
  });

  it('loses no file that is chosen', async () => {
    const { page, release } = await openHeld();
    const file = { name: 'early.txt', mimeType: 'text/plain', buffer: Buffer.from('chosen before there was Preact') };
    await page.getByLabel('Upload', { exact: true }).setInputFiles(file);
    await release();
    await page.getByText('early.txt uploaded').waitFor();
  });

  it.each([1280, 360])('is the picture that Preact goes on with, at %i px', async (width) => {
    const { api } = suite.harness;
    // A file's reason and a person's last call may be longer than the lines that are kept for them.
    const documents = api.context.documents.filter(({ reason }) => reason === undefined);
    api.context = { ...api.context, documents, calls: [] };
    const { page, release } = await openHeld({ width });
    const boxes = (): Promise<readonly string[]> =>
      page.locator('#deal :is(h1, .fact, .parts button, article, .file-open)').evaluateAll((elements) =>
        elements.map((element) => {
          const { x, y, width: wide } = element.getBoundingClientRect();
          return [element.className, x, y, wide].map(String).join(' ');
        }),
      );
    const before = await boxes();
    await release();
    expect(before.length).toBeGreaterThan(15);
    expect(await boxes()).toEqual(before);
  });

  it('shows that it waits when the deal takes its time', async () => {
    let answer: (() => void) | undefined;
    const prepare = async (page: Page): Promise<void> => {
      await page.route(/\/opportunities\//, async (route) => {
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        await route.continue();
      });
    };
    const { page } = await suite.open({ hash: DEAL, awaitCcp: false, prepare });
    await page.locator('.skeleton[aria-busy]').waitFor();
    await expect.poll(() => answer).toBeDefined();
    answer?.();
    await page.getByRole('article', { name: 'Dana Reyes' }).waitFor();
    await page.locator('.skeleton').waitFor({ state: 'detached' });
  });
});
