/** The console as a CRM of a real kind: what it stores in its own words, its own way to ask, what came back, and what is wrong with it. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { launchBrowser } from '../system/browser.ts';
import { ConsolePage, expectAccessible, showEverySize } from '../system/pages.ts';
import { simulatorOf } from '../system/simulator.ts';
import { waitFor } from '../system/wait-for.ts';

const endpoints = inject('endpoints');
const axeSource = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const MARCUS = '+14155550102';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
  // On a system that other tests have used, this phone may answer by itself.
  await simulatorOf(endpoints).setPhone(MARCUS, 'manual');
});
afterAll(() => browser.close());

it('shows Salesforce’s own records, asks for a call as Salesforce does, and shows the task that came of it', async () => {
  const { page, complaints, ...console } = await openSalesforce();
  const salesforce = page.getByRole('region', { name: 'Salesforce' });
  await salesforce.getByText('0065gA000001001ABA').first().waitFor();
  await salesforce.getByText('StageName').waitFor();
  const log = salesforce.getByRole('list', { name: 'Call log' });

  const sent = salesforce.getByRole('list', { name: 'What Salesforce has sent' });
  const idsSent = async (): Promise<readonly string[]> =>
    (await sent.count()) === 0 ? [] : (((await sent.textContent()) ?? '').match(/call-[a-z2-7]{26}/g) ?? []);
  const before = await idsSent();
  await salesforce.getByRole('button', { name: 'Call Marcus Hale' }).click();
  const callId = await waitFor('the connector’s answer', async () =>
    (await idsSent()).find((id) => !before.includes(id)),
  );
  await console.decline(MARCUS);
  const task = log.getByRole('listitem').filter({ hasText: callId });
  await task.getByText(/^Task 00T/).click();
  await task.getByText('ConnectCallId__c').waitFor();
  await expectAccessible(page, axeSource);
  await showEverySize(page, 'console-salesforce');
  expect(complaints).toEqual([]);
});

async function openSalesforce() {
  const console = await ConsolePage.open(browser, endpoints);
  await console.page
    .getByRole('navigation', { name: 'Kinds of CRM' })
    .getByRole('button', { name: 'Salesforce' })
    .click();
  return {
    page: console.page,
    complaints: console.complaints,
    async decline(number: string) {
      const phone = console.phone(number);
      await phone.getByText('is ringing').waitFor();
      await phone.getByRole('button', { name: /^Decline/ }).click();
    },
  };
}
