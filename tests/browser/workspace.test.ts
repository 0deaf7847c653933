import { build } from 'esbuild';
import type { Browser, Frame, Page } from 'playwright-core';
import * as v from 'valibot';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WorkspaceApps, workspaceApps } from '../../local/connect/workspace/apps.ts';
import { listen, serveCcp } from '../local/ccp/serve-ccp.ts';
import { violationsIn } from '../system/axe.ts';
import { launchBrowser } from '../system/browser.ts';
import { signIn } from './ccp/tab.ts';

/** The workspace hosts an app that is made of the genuine packages, on another site than its own. */
let browser: Browser;
let appServer: Awaited<ReturnType<typeof listen>>;
let ccp: Awaited<ReturnType<typeof serveCcp>>;
let page: Page;
const apps = new WorkspaceApps();

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [new URL('workspace/app-page.ts', import.meta.url).pathname],
    bundle: true,
    write: false,
    format: 'iife',
  });
  const [script] = outputFiles;
  appServer = await listen((request, response) => {
    const isScript = request.url === '/app.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
    response.end(isScript ? script?.text : '<!doctype html><title>App</title><body><script src="/app.js"></script>');
  }, 'localhost');
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await appServer?.close();
});
beforeEach(async () => {
  configure();
  ccp = await serveCcp({ apps });
  page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(8_000);
  await page.goto(`${ccp.origin}/agent-app-v2/`);
  await signIn(page);
  await page.frameLocator('iframe[title="Softphone"]').getByLabel('Your status').waitFor();
});
afterEach(async () => {
  await page.context().close();
  await ccp.close();
});

const configure = (...given: object[]) => {
  const url = `http://localhost:${appServer.port}/`;
  apps.replace(
    v.parse(
      workspaceApps,
      given.map((app) => ({ url, ...app })),
    ),
  );
};

/** A frame out of view draws nothing, so that waiting for its next picture would never end. */
const POLLING = { polling: 50 };

const frameOf = async (name: string): Promise<Frame> => {
  const element = await page.waitForSelector(`iframe[title="${name}"]`, { state: 'attached' });
  const frame = await element.contentFrame();
  if (!frame) throw new Error(`${name} has no frame.`);
  return frame;
};
const told = (frame: Frame, line: string) =>
  frame
    .waitForFunction((wanted) => globalThis.told?.includes(wanted), line, POLLING)
    .catch(async (cause) => {
      throw new Error(`The app was not told ${line}, but: ${await frame.evaluate(() => globalThis.told)}`, { cause });
    });

/** Of the workspace's own page; the frames are not its business. */
const violations = () => violationsIn(page, ['iframe']);

it('says how an app is added while there is none', async () => {
  await page.getByText('No app is configured').waitFor();
  configure({ name: 'Guide' });
  await page.getByText('No app is configured').waitFor({ state: 'detached' });
});

describe('an app in the agent workspace', () => {
  it('is created and started, asks what it is permitted to and is refused the rest', async () => {
    configure({ name: 'Deals', permissions: ['User.Details.View'] });
    const frame = await frameOf('Deals');
    await told(frame, 'create Deals all');
    await told(frame, 'start');
    const answers = await frame.evaluate(async () => ({
      name: await clients.agent.getName(),
      refused: await clients.agent.setOffline().catch((error) => error.errorKey),
    }));
    expect(answers).toEqual({ name: 'Ana Flores', refused: 'insufficientPermissions' });
    const attribute = (name: string) => page.getAttribute('iframe[title="Deals"]', name);
    expect(await attribute('sandbox')).toBe('allow-forms allow-popups allow-same-origin allow-scripts');
    expect(await attribute('allow')).toBe('');
  });

  it('lives as long as its contact, and follows and controls it', async () => {
    configure({ name: 'Deals', scope: 'CONTACT', permissions: ['*'] });
    const id = ccp.engine.ring({ name: 'Dana Reyes', attributes: { opportunityId: 'opp-1' } });
    const frame = await frameOf('Deals');
    await told(frame, `create Deals contact ${id}`);
    await frame.evaluate((contactId) => clients.contact.accept(contactId), id);
    await told(frame, 'connected');
    expect(await frame.evaluate((contactId) => clients.contact.getAttributes(contactId, '*'), id)).toEqual({
      opportunityId: 'opp-1',
    });
    ccp.engine.customerHangsUp(id);
    await told(frame, 'acw');
    await frame.evaluate((contactId) => clients.contact.clear(contactId), id);
    await page.waitForSelector('iframe[title="Deals"]', { state: 'detached' });
  });

  it('hears nothing of contacts without the permission', async () => {
    configure({ name: 'Blind' }, { name: 'Seeing', permissions: ['Contact.Details.View'] });
    const [blind, seeing] = [await frameOf('Blind'), await frameOf('Seeing')];
    await told(blind, 'create Blind all');
    await told(seeing, 'create Seeing all');
    ccp.engine.join(ccp.engine.ring());
    await told(seeing, 'connected');
    expect(await blind.evaluate(() => globalThis.told)).not.toContain('connected');
  });

  it('is stopped when another comes into view, and hears what that one publishes', async () => {
    configure({ name: 'Deals' }, { name: 'Notes' });
    const [deals, notes] = [await frameOf('Deals'), await frameOf('Notes')];
    await told(deals, 'start');
    await told(notes, 'create Notes all');
    await page.getByRole('button', { name: 'Notes', exact: true }).click();
    await told(deals, 'stop');
    await told(notes, 'start');
    await notes.evaluate(() => app.publish({ namespace: 'deals', key: 'chosen' }, { deal: 'opp-1' }));
    await told(deals, 'chosen opp-1');
    const names = await notes.evaluate(async () => (await clients.apps.getApps()).map(({ config }) => config.name));
    expect(names).toEqual(['Deals', 'Notes']);
    await notes.evaluate(async () => {
      const deal = (await clients.apps.getApps()).find(({ config }) => config.name === 'Deals');
      await clients.apps.focusApp(deal?.instanceId ?? '');
    });
    await told(notes, 'stop');
  });

  it('closes itself, and is opened again by the agent', async () => {
    configure({ name: 'Deals' });
    const frame = await frameOf('Deals');
    await told(frame, 'start');
    await frame.evaluate(() => app.sendCloseAppRequest());
    await page.waitForSelector('iframe[title="Deals"]', { state: 'detached' });
    await page.getByRole('button', { name: 'Open Deals' }).click();
    await told(await frameOf('Deals'), 'start');
  });

  it('tells of a fatal error, which the agent reads, and can be loaded again', async () => {
    configure({ name: 'Deals' });
    const frame = await frameOf('Deals');
    await told(frame, 'start');
    await frame.evaluate(() => app.sendFatalError('the CRM is down'));
    await page.getByRole('alert').filter({ hasText: 'Deals stopped: the CRM is down' }).waitFor();
    expect(await violations()).toEqual([]);
    await page.getByRole('button', { name: 'Reload app' }).click();
    await told(await frameOf('Deals'), 'start');
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('that says nothing is given up after its time', async () => {
    configure({ name: 'Deals', url: `http://localhost:${appServer.port}/?silent`, initializationTimeoutMs: 300 });
    await page.getByRole('alert').filter({ hasText: 'did not start within 0.3 seconds' }).waitFor();
  });

  it('is answered on its own origin only', async () => {
    const elsewhere = `http://127.0.0.1:${appServer.port}/`;
    // The frame has gone to another origin before its app speaks.
    await page.route(`http://localhost:${appServer.port}/`, (route) =>
      route.fulfill({ status: 302, headers: { location: elsewhere } }),
    );
    configure({ name: 'Deals', permissions: ['*'], initializationTimeoutMs: 2_000 });
    const frame = await frameOf('Deals');
    await frame.waitForURL(elsewhere);
    await frame.waitForFunction(() => globalThis.clients !== undefined, undefined, POLLING);
    await page.getByRole('alert').filter({ hasText: 'did not start' }).waitFor();
    expect(await frame.evaluate(() => globalThis.told)).toEqual([]);
  });
});
