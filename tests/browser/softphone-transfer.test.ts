import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readOptions } from '../../local/connect/standalone/options.ts';
import { runStandalone } from '../../local/connect/standalone/run.ts';
import { MAIN_NUMBER } from '../../local/connect/standalone/seed.ts';
import type { RunningConnect } from '../../local/connect/start-instance.ts';
import { launchBrowser } from '../system/browser.ts';

/** Two people at two softphones of `npm run connect`, each in a browser of their own. */
const CALLER = '+14155550102';
const example = new URL('../../local/connect/examples/', import.meta.url).pathname;
let browser: Browser;
let connect: RunningConnect;

const softphoneOf = async (username: string): Promise<Page> => {
  const page = await (await browser.newContext({ viewport: { width: 400, height: 640 } })).newPage();
  page.setDefaultTimeout(15_000);
  await page.goto(`${connect.origin}/ccp-v2/`);
  await page.getByLabel('User name').fill(username);
  await page.getByLabel('Password').fill(`${username}-password`);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByLabel('Your status').selectOption({ label: 'Available' });
  return page;
};
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const control = async (method: string, path: string, body?: object) => {
  const response = await fetch(`${connect.origin}/simulator/${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return Object(await response.json());
};

beforeAll(async () => {
  browser = await launchBrowser();
  const arn = 'arn:aws:lambda:us-east-1:123456789012:function:look-up';
  const args = [
    '--port',
    '0',
    '--quiet',
    '--flow',
    `${example}support.json`,
    '--function',
    `${arn}=${example}look-up.ts`,
  ];
  const options = readOptions(args);
  if (options === undefined) throw new Error('only the usage was asked for');
  connect = await runStandalone(options, () => undefined, { speechMaximumMs: 0, promptMs: 1 });
});
afterAll(async () => {
  await browser?.close();
  await connect?.stop();
});

it('hands a caller from one agent to the other: consult, join, leave', async () => {
  const alex = await softphoneOf('alex');
  const { contactId } = await control('POST', 'inbound', { from: CALLER, to: MAIN_NUMBER.number });
  await expect
    .poll(async () => (await control('GET', `contacts/${contactId}`)).contacts[0].spoken.length)
    .toBeGreaterThan(0);
  await control('POST', `phones/${CALLER}/digits`, { digits: '1' });
  await press(alex, 'Accept');
  await alex.getByText('Connected').first().waitFor();

  const robin = await softphoneOf('robin');
  await press(alex, 'Add person');
  await alex.keyboard.type('Robin');
  await press(alex, 'Add');
  await press(robin, 'Accept');
  const parties = alex.getByRole('region', { name: 'On this call' });
  await parties.getByText('Robin Agent').waitFor();
  await press(alex, 'Join all');
  await alex.getByRole('button', { name: 'Join all' }).waitFor({ state: 'detached' });
  await press(alex, 'Leave call');
  await alex.getByText('After-call work').first().waitFor();

  await press(robin, 'End call');
  await robin.getByText('After-call work').first().waitFor();
  for (const page of [alex, robin]) await press(page, 'Close contact');
  await expect
    .poll(async () => (await control('GET', 'contacts')).contacts.map(({ state }: { state: string }) => state))
    .toEqual(['completed', 'completed']);
  const { contacts } = await control('GET', 'contacts');
  expect(contacts).toMatchObject([
    {
      initiationMethod: 'TRANSFER',
      previousContactId: contactId,
      agent: 'robin',
      disconnectReason: 'AGENT_DISCONNECT',
    },
    { contactId, initiationMethod: 'INBOUND', agent: 'alex', nextContactId: contacts[0].contactId },
  ]);
});
