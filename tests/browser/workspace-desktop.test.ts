/** The deployed desktop as an app of the agent workspace, on the running system: no Streams, the genuine SDK at our end. */
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import type { CallView } from '../../functions/core/contracts/call.ts';
import { listen } from '../local/ccp/serve-ccp.ts';
import { agentApi } from '../system/agent-api.ts';
import { violationsIn } from '../system/axe.ts';
import { launchBrowser } from '../system/browser.ts';
import { ConsolePage, screenshot } from '../system/pages.ts';
import { waitFor } from '../system/wait-for.ts';

const endpoints = inject('endpoints');
const DANA = '+14155550101';
const NOTES = 'Asked from the workspace. Sends the offer on Monday.';
const APP = 'iframe[title="opportunity-cti"]';

describe('the desktop in the agent workspace', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let desktop: FrameLocator;
  let asked: string[];
  let complaints: string[];

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
    page = await context.newPage();
    desktop = page.frameLocator(APP);
    asked = [];
    complaints = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  });
  afterEach(() => context?.close());

  const agent = endpoints.agents.find(({ username }) => username === 'ana');
  const signIn = async (form: Pick<Page, 'getByLabel' | 'getByRole'>): Promise<void> => {
    await form.getByLabel('User name').fill(agent?.username ?? '');
    await form.getByLabel('Password').fill(agent?.password ?? '');
    await form.getByRole('button', { name: 'Sign in' }).click();
  };
  /** To the workspace, and in its own window to the desktop. */
  const open = async (): Promise<void> => {
    await page.goto(`${endpoints.connect}/agent-app-v2/`);
    await signIn(page);
    const popup = context.waitForEvent('page');
    await desktop.getByRole('button', { name: 'Sign in', exact: true }).click();
    await signIn(await popup);
    await desktop.getByRole('combobox', { name: 'Your status' }).waitFor();
  };
  const workspaceSays = (state: RegExp) =>
    page.frameLocator('iframe[title="Softphone"]').getByRole('heading', { level: 1 }).getByText(state);

  it('takes a call of the CRM from its ringing to its outcome, and the workspace’s contact is closed with it', async () => {
    await open();
    await desktop.getByRole('combobox', { name: 'Your status' }).selectOption({ label: 'Available' });
    await workspaceSays(/available/i).waitFor();
    await screenshot(page, 'workspace-idle');

    const crm = await ConsolePage.open(browser, endpoints);
    const callId = await crm.call('Fleet renewal 2027', 'Dana Reyes');
    await crm.phone(DANA).getByText('is ringing').waitFor();
    await crm.answer(DANA);

    // While it rings the agent sees who is called about what.
    await desktop.getByRole('button', { name: 'Accept' }).waitFor();
    await desktop.getByRole('heading', { name: 'Fleet renewal 2027' }).waitFor();
    await desktop.getByRole('article', { name: 'Dana Reyes' }).getByText('reports to Marcus Hale').waitFor();
    await desktop.getByRole('button', { name: 'Open Proposal v3' }).waitFor();
    await screenshot(page, 'workspace-ringing');
    await desktop.getByRole('button', { name: 'Accept' }).click();
    await desktop.getByText('On the line').first().waitFor();
    await screenshot(page, 'workspace-connected');
    await expectAccessible();

    // What this host's softphone has is offered, and no more than that.
    const line = desktop.getByRole('region', { name: 'On this call' });
    for (const name of ['Hold', 'Add or transfer', 'Hang up'])
      expect(await line.getByRole('button', { name }).count(), name).toBe(1);
    expect(await line.getByRole('button', { name: 'Mute' }).count()).toBe(0);
    expect(await desktop.locator('#ccp iframe').count()).toBe(0);
    expect(asked.filter((path) => path.includes('connect-streams'))).toEqual([]);

    // A reload of the whole workspace in mid-call loses nothing.
    await desktop.getByRole('textbox', { name: 'Notes' }).fill(NOTES);
    await page.reload();
    await signInAgain();
    await desktop.getByText('On the line').first().waitFor();
    expect(await desktop.getByRole('textbox', { name: 'Notes' }).inputValue()).toBe(NOTES);

    await line.getByRole('button', { name: 'Hang up' }).click();
    await desktop.getByRole('radio', { name: 'Follow up' }).check();
    await screenshot(page, 'workspace-outcome');
    await desktop.getByRole('button', { name: /save and close/i }).click();
    await workspaceSays(/available/i).waitFor();
    await desktop.getByRole('combobox', { name: 'Your status' }).selectOption({ label: 'Offline' });
    await workspaceSays(/offline/i).waitFor();

    const api = await agentApi(endpoints, 'ana');
    await waitFor('the call to be completed', async () => {
      const { body } = await api.get<CallView>(`/calls/${callId}`);
      return body.state === 'completed' && body.outcome !== undefined;
    });
    const { body } = await api.get<CallView>(`/calls/${callId}`);
    expect(body.outcome).toMatchObject({ disposition: 'follow-up', notes: NOTES, savedBy: 'ana' });
    expect(complaints).toEqual([]);
    await crm.page.context().close();
  });

  it('hears nobody but the workspace, whose channel it has asked for itself', async () => {
    await open();
    const status = desktop.getByRole('combobox', { name: 'Your status' });
    const frame = await (await page.waitForSelector(APP)).contentFrame();
    const softphone = page.frames().find((one) => one.url().includes('/ccp-v2'));
    // From the workspace's own softphone frame, another window of the same tab: the desktop's is its sibling.
    await softphone?.evaluate(() => {
      const contact = { contactId: 'made-up', type: 'voice', subtype: 'connect:Telephony' };
      for (const message of [
        { type: 'acknowledge', connectionId: 'made-up', healthCheckInterval: 10_000 },
        { type: 'publish', topic: { key: 'contact/connecting' }, data: contact },
        { type: 'appLifecycle', stage: 'destroy', instanceId: 'made-up' },
      ])
        for (let index = 0; index < window.parent.length; index += 1)
          window.parent[index]?.postMessage(message, '*', [new MessageChannel().port2]);
    });
    // Answered in their order: what was said before has been heard.
    await frame?.evaluate(
      () =>
        new Promise((resolve) => {
          addEventListener('message', ({ data }) => data === 'last' && resolve(undefined));
          postMessage('last', location.origin);
        }),
    );
    expect(await desktop.getByRole('button', { name: 'Accept' }).count()).toBe(0);
    // And it has not left: what is chosen here reaches the workspace still.
    await status.selectOption({ label: 'Available' });
    await workspaceSays(/available/i).waitFor();
    await status.selectOption({ label: 'Offline' });
    await workspaceSays(/offline/i).waitFor();
  });

  it('is not shown by a page that is not a host', async () => {
    const stranger = await listen((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(`<!doctype html><title>x</title><iframe src="${endpoints.desktop}/?host=workspace"></iframe>`);
    }, '127.0.0.1');
    try {
      await page.goto(`http://127.0.0.1:${stranger.port}/`);
      await expect.poll(() => complaints.some((one) => one.includes('frame-ancestors'))).toBe(true);
    } finally {
      await stranger.close();
    }
  });

  /** Tokens are in memory only; the provider knows the agent still, but not in a frame of another site. */
  async function signInAgain(): Promise<void> {
    const popup = context.waitForEvent('page');
    await desktop.getByRole('button', { name: 'Sign in', exact: true }).click();
    await (await popup).waitForEvent('close');
  }

  async function expectAccessible(): Promise<void> {
    const frame = await (await page.waitForSelector(APP)).contentFrame();
    if (!frame) throw new Error('the app has no frame');
    expect(await violationsIn(frame)).toEqual([]);
  }
});
