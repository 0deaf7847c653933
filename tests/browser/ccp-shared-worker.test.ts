import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { PASSWORD } from '../local/ccp/serve-ccp.ts';
import { launchBrowser } from '../system/browser.ts';
import { serveHost } from './ccp/serve-host.ts';
import { serveSharedWorkerCcp } from './ccp/serve-shared-worker-ccp.ts';

/**
 * The local Connect's snapshots and answers through AWS's own worker, its SDK model and its aliases: what they do not
 * understand would be wrong on the wire, however well our own page takes it.
 */
let browser: Browser;
let host: Awaited<ReturnType<typeof serveHost>>;
let ccp: Awaited<ReturnType<typeof serveSharedWorkerCcp>>;
let page: Page;

const seen = (event: string) =>
  page
    .waitForFunction((wanted) => globalThis.recorded.includes(wanted), event)
    .catch(async (cause) => {
      const events = await page.evaluate(() => globalThis.recorded.join(', '));
      throw new Error(`The page did not see ${event}, but: ${events}`, { cause });
    });

beforeAll(async () => {
  [browser, host, ccp] = await Promise.all([launchBrowser(), serveHost(), serveSharedWorkerCcp(PASSWORD)]);
  ccp.origins.push(host.origin);
  page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(`${host.origin}/?ccp=${ccp.origin}/ccp-v2/&popup=no&load=60000`);
  const frame = page.frameLocator('iframe');
  await frame.getByLabel('User name').fill('ana');
  await frame.getByLabel('Password').fill(PASSWORD);
  await frame.getByRole('button', { name: 'Sign in' }).click();
  await seen('initialized');
  await page.goto(`${host.origin}/?ccp=${ccp.origin}/b/&popup=no&load=60000`);
});
afterAll(async () => {
  await browser?.close();
  await Promise.all([host?.close(), ccp?.close()]);
});

it('brings the agent up and takes a call of the agent to its end', async () => {
  await seen('agent:Ana Flores');
  const choose = (name: string) =>
    page.evaluate(
      (wanted) =>
        outcome((callbacks) => {
          const state = agent.getAgentStates().find((candidate) => candidate.name === wanted);
          if (state) agent.setState(state, callbacks);
        }),
      name,
    );
  expect(await choose('Available')).toHaveProperty('ok');
  await seen('agent.routable');
  const dialled = await page.evaluate(() =>
    outcome((callbacks) => agent.connect(connect.Endpoint.byPhoneNumber('+14155550101'), callbacks)),
  );
  expect(dialled).toHaveProperty('ok');
  await seen('contact:voice/connecting/out');
  await seen('agent.state:Available>CallingCustomer');
  const answer = () => fetch(`${ccp.simulator}/phones/%2B14155550101/answer`, { method: 'POST' });
  await expect.poll(async () => (await answer()).status).toBe(200);
  await seen('connected');
  await page.evaluate(() => outcome((callbacks) => contact.getInitialConnection().hold(callbacks)));
  await page.waitForFunction(() => contact.getInitialConnection().isOnHold());
  expect(await page.evaluate(() => contact.getStateDuration())).toBeGreaterThanOrEqual(0);
  await page.evaluate(() => outcome((callbacks) => contact.getAgentConnection().destroy(callbacks)));
  await seen('acw');
  await page.evaluate(() => outcome((callbacks) => contact.clear(callbacks)));
  await seen('destroyed');
});

it('takes a consultation through swap and conference, and the third party off again', async () => {
  const answer = (number: string) =>
    expect
      .poll(async () => {
        const path = `${ccp.simulator}/phones/${encodeURIComponent(number)}/answer`;
        return (await fetch(path, { method: 'POST' })).status;
      })
      .toBe(200);
  const states = (wanted: readonly string[]) =>
    page.waitForFunction(
      (expected) =>
        contact
          .getConnections()
          .filter((connection) => connection.getType() !== connect.ConnectionType.AGENT && connection.isActive())
          .map((connection) => connection.getStatus().type)
          .join() === expected,
      wanted.join(),
    );
  await page.evaluate(() => void globalThis.recorded.splice(0));
  await page.evaluate(() =>
    outcome((callbacks) => agent.connect(connect.Endpoint.byPhoneNumber('+14155550111'), callbacks)),
  );
  await seen('contact:voice/connecting/out');
  await answer('+14155550111');
  await seen('connected');
  const added = await page.evaluate(() =>
    outcome((callbacks) => contact.addConnection(connect.Endpoint.byPhoneNumber('+14155550112'), callbacks)),
  );
  expect(added).toHaveProperty('ok');
  await answer('+14155550112');
  await states(['hold', 'connected']);
  expect(await page.evaluate(() => outcome((callbacks) => contact.toggleActiveConnections(callbacks)))).toHaveProperty(
    'ok',
  );
  await states(['connected', 'hold']);
  expect(await page.evaluate(() => outcome((callbacks) => contact.conferenceConnections(callbacks)))).toHaveProperty(
    'ok',
  );
  await states(['connected', 'connected']);
  await page.evaluate(() => outcome((callbacks) => contact.getSingleActiveThirdPartyConnection()?.destroy(callbacks)));
  await states(['connected']);
  await page.evaluate(() => outcome((callbacks) => contact.getAgentConnection().destroy(callbacks)));
  await seen('acw');
  await page.evaluate(() => outcome((callbacks) => contact.clear(callbacks)));
  await seen('destroyed');
});

it("gets the service's own error type for a call that cannot be placed", async () => {
  const result = await page.evaluate(() =>
    outcome((callbacks) => agent.connect(connect.Endpoint.byPhoneNumber('bogus'), callbacks)),
  );
  expect(JSON.parse(String(result.failed))).toMatchObject({ type: expect.stringMatching(/Exception$/) });
});
