import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { serveCcp } from '../local/ccp/serve-ccp.ts';
import { launchBrowser } from '../system/browser.ts';
import { signIn } from './ccp/tab.ts';

/** The softphone as a person uses it, alone in a narrow window. */
let browser: Browser;
let ccp: Awaited<ReturnType<typeof serveCcp>>;
let page: Page;
let axe: string;

beforeAll(async () => {
  browser = await launchBrowser();
  axe = await readFile(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
});
afterAll(() => browser?.close());
beforeEach(async () => {
  ccp = await serveCcp();
  page = await (await browser.newContext({ viewport: { width: 320, height: 560 } })).newPage();
  page.setDefaultTimeout(8_000);
  await page.goto(`${ccp.origin}/ccp-v2/`);
  await signIn(page);
  await page.getByLabel('Your status').waitFor();
});
afterEach(async () => {
  await page.context().close();
  await ccp.close();
});

const button = (name: string) => page.getByRole('button', { name, exact: true });
const violations = async (): Promise<string[]> => {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { violations: found } = await (
      window as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
    ).axe.run();
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
};
const widerThanWindow = () => page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

describe('a task', () => {
  const task = {
    name: 'Call Dana back',
    description: 'She asked for the new price.',
    references: {
      deal: { type: 'URL', value: 'https://crm.example/opp/1' },
      note: { type: 'STRING', value: 'urgent' },
    },
  };

  it('shows what it is about and has no controls of a call', async () => {
    ccp.engine.offerTask(task);
    await page.getByText('New task', { exact: true }).waitFor();
    await page.getByText(task.description).waitFor();
    expect(await violations()).toEqual([]);
    await button('Accept').click();
    await button('Complete task').waitFor();
    expect(await page.getByRole('link', { name: task.references.deal.value }).getAttribute('rel')).toBe('noreferrer');
    for (const name of ['Hold', 'Mute', 'Keypad', 'End call', 'Add person']) expect(await button(name).count()).toBe(0);
    expect(await page.getByText('Unknown number').count()).toBe(0);
    expect(await violations()).toEqual([]);
    expect(await widerThanWindow()).toBe(false);
  });

  it('is paused, resumed and completed', async () => {
    ccp.engine.offerTask(task);
    await button('Accept').click();
    await button('Pause').click();
    await page.getByText('Paused', { exact: true }).waitFor();
    await button('Resume').click();
    await button('Complete task').click();
    await page.getByText('After-contact work').first().waitFor();
    await button('Close contact').click();
    await page.getByLabel('Your status').waitFor();
  });

  it('is given to a queue, never to a number', async () => {
    ccp.engine.offerTask(task);
    await button('Accept').click();
    await button('Transfer').click();
    await page.getByRole('heading', { name: 'Transfer the task' }).waitFor();
    await page.getByText('Reception').waitFor();
    expect(await page.getByText('Front desk').count()).toBe(0);
    expect(await violations()).toEqual([]);
    await button('Transfer').click();
    await page.getByText('After-contact work').first().waitFor();
  });
});

describe('quick connects', () => {
  beforeEach(async () => {
    ccp.engine.join(ccp.engine.ring({ name: 'Dana Reyes' }));
    await button('Add person').click();
    await page.getByText('Front desk').waitFor();
  });

  it('are found by typing, and say so when there is none', async () => {
    // The search has the focus from the start.
    await page.keyboard.type('front');
    await page.getByText('Reception').waitFor({ state: 'detached' });
    expect(await page.getByRole('list', { name: 'Quick connects' }).getByRole('listitem').count()).toBe(1);
    expect(await violations()).toEqual([]);
    await page.keyboard.type('x');
    await page.getByText('None is called so.').waitFor();
  });

  it('join a conference, where each can be held, muted and dropped', async () => {
    await page.keyboard.type('front');
    await page.getByText('Reception').waitFor({ state: 'detached' });
    await button('Add').click();
    await button('Join all').click();
    const party = page
      .getByRole('region', { name: 'On this call' })
      .getByRole('listitem')
      .filter({ hasText: 'Front desk' });
    await party.getByRole('button', { name: 'Mute' }).click();
    await party.getByRole('button', { name: 'Unmute' }).waitFor();
    expect(await violations()).toEqual([]);
    expect(await widerThanWindow()).toBe(false);
    await party.getByRole('button', { name: 'Drop' }).click();
    await party.waitFor({ state: 'detached' });
    await button('Hold').waitFor();
  });

  it('take the call over', async () => {
    await button('Transfer').first().click();
    await page.getByText('After-call work').first().waitFor();
  });
});

describe('several contacts', () => {
  it('are tabs that tell who it is and how it stands, and survive a reload', async () => {
    const first = ccp.engine.ring({ name: 'Dana Reyes' });
    ccp.engine.join(first);
    await button('Hold').click();
    ccp.engine.ring({ name: 'Lee Park' });
    const tabs = page.getByRole('navigation', { name: 'Contacts' });
    await tabs.getByRole('button', { name: 'Lee Park ringing' }).waitFor();
    await tabs.getByRole('button', { name: 'Dana Reyes on hold' }).waitFor();
    await page.reload();
    await tabs.getByRole('button', { name: 'Dana Reyes on hold' }).click();
    await button('Resume').waitFor();
    expect(await violations()).toEqual([]);
  });
});

describe('settings', () => {
  it('choose the devices, which every page of the agent is told and a reload keeps', async () => {
    const other = await page.context().newPage();
    await other.goto(`${ccp.origin}/ccp-v2/`);
    await other.getByRole('button', { name: 'Settings' }).click();
    await button('Settings').click();
    const microphone = page.getByLabel('Microphone');
    await expect.poll(() => microphone.getByRole('option').count()).toBeGreaterThan(1);
    expect(await violations()).toEqual([]);
    // The only id that does not change from page to page where nothing is kept of a browser.
    const wanted = 'default';
    await microphone.selectOption(wanted);
    await expect.poll(() => other.getByLabel('Microphone').inputValue()).toBe(wanted);
    await page.reload();
    await button('Settings').click();
    await expect.poll(() => microphone.inputValue()).toBe(wanted);
  });
});
