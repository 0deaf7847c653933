/** An agent-first call as the agent lives it: look, dial, talk; and the call that is not made. */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { CallView } from '../../functions/core/contracts/call.ts';
import { agentApi } from '../system/agent-api.ts';
import { launchBrowser } from '../system/browser.ts';
import { ConsolePage, Desktop, expectAccessible, showEverySize } from '../system/pages.ts';
import { waitFor } from '../system/wait-for.ts';

const endpoints = inject('endpoints');
const axeSource = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const DANA = '+14155550101';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

const before = ({ page }: Desktop) => page.getByRole('region', { name: 'Before the call' });
const available = (desktop: Desktop) =>
  desktop.softphone
    .getByRole('heading', { level: 1 })
    .getByText(/available/i)
    .waitFor();

describe('an agent-first call', () => {
  it('is looked at, dialled by keyboard, spoken and finished, and its task leaves the desk by itself', async () => {
    const ana = await Desktop.open(browser, endpoints, 'ana');
    await ana.beAvailable();
    const crm = await ConsolePage.open(browser, endpoints);
    await crm.crm.getByLabel('calls').selectOption('agent-first');
    const callId = await crm.call('Fleet renewal 2027', 'Dana Reyes');

    // The deal is there before anybody's phone rings.
    const preview = before(ana);
    await preview.getByText('Dana Reyes').waitFor();
    await preview.getByText('what does it still need to decide').waitFor();
    await ana.main.getByRole('heading', { name: 'Fleet renewal 2027' }).waitFor();
    await ana.person('Marcus Hale').waitFor();
    await preview.getByRole('button', { name: 'Accept' }).click();
    const dial = preview.getByRole('button', { name: 'Dial' });
    await dial.waitFor();
    await expectAccessible(ana.page, axeSource);
    await showEverySize(ana.page, 'desktop-before-call');
    expect(await crm.phone(DANA).getByText('is ringing').count()).toBe(0);

    // A reload in the middle of looking loses nothing.
    await ana.page.reload();
    await dial.waitFor();
    await ana.main.getByRole('heading', { name: 'Fleet renewal 2027' }).waitFor();

    let loads = 0;
    ana.page.on('request', (request) => {
      if (request.url().endsWith('/opportunities/demo-crm/opp-1001')) loads += 1;
    });
    // Firefox presses no button by a key in a window that lies behind another.
    await ana.page.bringToFront();
    await dial.focus();
    await ana.page.keyboard.press('Enter');
    await crm.phone(DANA).getByText('is ringing').waitFor();
    await preview.waitFor({ state: 'detached' });
    expect(loads).toBeLessThanOrEqual(1);
    await crm.answer(DANA);
    await ana.main.getByText('On the line').first().waitFor();
    await ana.screenshot('desktop-agent-first-in-call');
    // The softphone has two contacts now, and shows the task first.
    await ana.softphone.getByRole('button', { name: /on the line/i }).click();
    await ana.hangUp();
    await ana.page.getByRole('radio', { name: 'Connected' }).check();
    await ana.page.getByRole('button', { name: /save and close/i }).click();
    await available(ana);

    const logged = crm.timelineCall(callId);
    await logged.and(crm.page.locator('[data-state="completed"]')).waitFor();
    const { body } = await (await agentApi(endpoints, 'ana')).get<CallView>(`/calls/${callId}`);
    expect(body).toMatchObject({ state: 'completed', mode: 'agent-first', takenBy: 'ana' });
    expect(body.preview?.endedAt).toBeDefined();
    expect(ana.complaints).toEqual([]);
    await ana.context.close();
    await crm.page.context().close();
  });

  it('is discarded with a reason, which the CRM hears', async () => {
    const ana = await Desktop.open(browser, endpoints, 'ana', {
      locale: 'de-DE',
      viewport: { width: 1280, height: 900 },
    });
    await ana.beAvailable();
    const crm = await ConsolePage.open(browser, endpoints);
    await crm.crm.getByLabel('calls').selectOption('agent-first');
    const callId = await crm.call('Fleet renewal 2027', 'Dana Reyes');
    const preview = ana.page.getByRole('region', { name: 'Vor dem Anruf' });
    await preview.getByRole('button', { name: 'Annehmen' }).click();
    await preview.getByRole('button', { name: 'Verwerfen' }).click();
    await preview.getByLabel('Warum kein Anruf?').selectOption({ label: 'Schon erledigt' });
    await preview.getByLabel('Notiz').fill('Per Mail geklärt');
    await expectAccessible(ana.page, axeSource);
    await ana.screenshot('desktop-before-call-discard');
    await preview.getByRole('button', { name: 'Verwerfen' }).click();
    await ana.page.getByText('Kein Anruf bei Dana Reyes: verworfen').waitFor();
    await preview.waitFor({ state: 'detached' });
    const api = await agentApi(endpoints, 'ana');
    const call = await waitFor('the call to have failed', async () => {
      const { body } = await api.get<CallView>(`/calls/${callId}`);
      return body.state === 'failed' && body;
    });
    expect(call.discarded).toMatchObject({ reason: 'already-handled', note: 'Per Mail geklärt', by: 'ana' });
    await crm.timelineCall(callId).and(crm.page.locator('[data-state="failed"]')).waitFor();
    expect(ana.complaints).toEqual([]);
    await ana.context.close();
    await crm.page.context().close();
  });
});
