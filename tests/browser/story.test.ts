/**
 * The story of the README, lived in a real browser on the running system: different origins, the unmodified Streams
 * library, third-party conditions as they are.
 */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { CallView } from '../../functions/core/contracts/call.ts';
import type { OpportunityContext } from '../../functions/core/contracts/opportunity-context.ts';
import { agentApi } from '../system/agent-api.ts';
import { launchBrowser } from '../system/browser.ts';
import { ConsolePage, Desktop, expectAccessible, showEverySize } from '../system/pages.ts';
import { simulatorOf } from '../system/simulator.ts';
import { waitFor } from '../system/wait-for.ts';

const endpoints = inject('endpoints');
const axeSource = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
const DANA = '+14155550101';
const NOTES = 'Wants lot 2 at 49,900. Board meets on Thursday. <b>No call before 10</b> 🙂';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

describe('a call from an opportunity', () => {
  it('goes from the CRM to the agent and back, and nothing is lost on the way', async () => {
    const ana = await Desktop.open(browser, endpoints, 'ana');
    await ana.beAvailable();
    await ana.screenshot('01-desktop-idle');
    const crm = await ConsolePage.open(browser, endpoints);

    // The CRM asks for the call; Dana's phone rings.
    const callId = await crm.call('Fleet renewal 2027', 'Dana Reyes');
    await crm.phone(DANA).getByText('is ringing').waitFor();
    await crm.screenshot('02-console-ringing');
    await crm.answer(DANA);

    // While the desktop rings it already shows who is called about what.
    await ana.softphone.getByRole('button', { name: 'Accept' }).waitFor();
    await ana.main.getByRole('heading', { name: 'Fleet renewal 2027' }).waitFor();
    await ana.person('Dana Reyes').getByText('Decision maker').waitFor();
    await ana.main.getByText('what does it still need to decide').first().waitFor();
    await ana.screenshot('03-desktop-ringing');

    // A reload while it rings loses nothing.
    await ana.page.reload();
    await ana.main.getByRole('heading', { name: 'Fleet renewal 2027' }).waitFor();
    await ana.accept();
    await ana.softphone.getByText('Dana Reyes, CFO').waitFor();
    for (const name of ['Marcus Hale', 'Priya Natarajan', 'Jonas Weber']) await ana.person(name).waitFor();
    for (const size of ['14 kB', '406 bytes', '201 bytes', '28 kB']) await ana.main.getByText(size).waitFor();
    await ana.page.getByText('arrived from the CRM').first().waitFor({ state: 'hidden' });
    await ana.screenshot('04-desktop-in-call');
    await expectAccessible(ana.page, axeSource);
    await showEverySize(ana.page, 'desktop-in-call');

    // A document of each kind opens in place.
    for (const [title, seen] of [
      ['Notes of the site visit', 'Contoso offers 49,900'],
      ['Proposal v3', 'Renewing 36 of them'],
    ] as const) {
      await ana.main.getByRole('button', { name: `Open ${title}` }).click();
      const preview = ana.main.getByRole('region', { name: title });
      await preview.getByText(seen).waitFor({ state: 'attached' });
      if (title === 'Proposal v3') await ana.screenshot('05-desktop-document');
      await preview.getByRole('button', { name: 'Close preview' }).click();
    }
    await ana.main.getByRole('button', { name: 'Open Fleet by age' }).click();
    const picture = ana.main.getByRole('region', { name: 'Fleet by age' }).locator('img');
    await waitFor('the picture to be shown', () =>
      picture.evaluate((image) => (image as HTMLImageElement).naturalWidth > 100),
    );
    await ana.main.getByRole('button', { name: 'Close preview' }).click();

    // A person's role is corrected.
    await ana.person('Dana Reyes').getByRole('button', { name: 'Edit Dana Reyes' }).click();
    const form = ana.main.getByRole('form', { name: 'Dana Reyes' });
    await form.getByLabel('Role in this deal').fill('Economic buyer');
    await form.getByRole('button', { name: 'Save' }).click();
    await ana.person('Dana Reyes').getByText('Economic buyer').waitFor();
    await crm.crm.getByText('Economic buyer').first().waitFor();

    // Notes typed during the call survive a reload in mid-call.
    await ana.page.getByRole('textbox', { name: 'Notes' }).fill(NOTES);
    await ana.page.reload();
    await ana.main.getByText('On the line').first().waitFor();
    expect(await ana.page.getByRole('textbox', { name: 'Notes' }).inputValue()).toBe(NOTES);

    // They hang up; the agent picks a disposition and is done.
    await ana.hangUp();
    await ana.page.getByRole('radio', { name: 'Follow up' }).check();
    await ana.screenshot('06-desktop-after-call');
    await ana.page.getByRole('button', { name: /save and close/i }).click();
    await ana.softphone
      .getByRole('heading', { level: 1 })
      .getByText(/available/i)
      .waitFor();

    // The CRM's timeline shows the call, its times, its outcome, the notes and the corrected role.
    const logged = crm.timelineCall(callId);
    await logged.and(crm.page.locator('[data-state="completed"]')).waitFor();
    await logged.getByText('follow-up').waitFor();
    const words = (await logged.textContent()) ?? '';
    expect(words).toContain(NOTES);
    expect(words).toMatch(/talked \d+:\d\d/);
    for (const time of ['dialled', 'answered', 'with the agent', 'ended']) expect(words).toContain(time);
    await crm.screenshot('07-console-completed');

    // A reload of the CRM loses nothing either, and the trace shows every part of the way.
    await crm.page.reload();
    await crm.timelineCall(callId).getByText('follow-up').waitFor();
    await crm.trace.getByRole('combobox').selectOption(callId);
    const parts = new Set(await crm.trace.locator('.part').allTextContents());
    for (const part of ['crm', 'function', 'store', 'connect', 'flow', 'phone', 'agent']) expect(parts).toContain(part);

    // What the API tells agrees.
    const { body } = await (await agentApi(endpoints, 'ana')).get<CallView>(`/calls/${callId}`);
    expect(body).toMatchObject({
      state: 'completed',
      outcome: { disposition: 'follow-up', notes: NOTES, savedBy: 'ana' },
    });
    expect(body.history.map(({ state }) => state)).toEqual([
      'requested',
      'dialing',
      'answered',
      'with_agent',
      'ended',
      'completed',
    ]);

    // The agent hears the call again, from the bucket where Connect has put it.
    await ana.page
      .getByRole('button', { name: /Fleet renewal 2027|Dana Reyes/ })
      .first()
      .click();
    const timeline = ana.main.getByRole('region', { name: 'Timeline' });
    await timeline.getByRole('button', { name: 'Listen' }).first().click();
    const sound = timeline.locator('audio');
    await waitFor('the recording to be heard', () =>
      sound.evaluate((audio) => (audio as HTMLAudioElement).currentTime > 0.2),
    );
    expect(new URL((await sound.getAttribute('src')) ?? '').origin).toBe(endpoints.aws);
    await ana.screenshot('08-desktop-recording');
    expect(ana.complaints).toEqual([]);
    expect(crm.complaints).toEqual([]);
    await ana.context.close();
    await crm.page.context().close();
  });

  it('takes an edit that is made without a network, keeps it over a reload, and brings it once to API and CRM', async () => {
    const [SAM, PHONE, PATH] = ['Sam O’Brien', '+14155550132', '/opportunities/demo-crm/opp-1003'];
    const simulator = simulatorOf(endpoints);
    const api = await agentApi(endpoints, 'ana');
    const deal = async () => (await api.get<OpportunityContext>(PATH)).body;
    await simulator.setPhone(PHONE, 'busy');
    const asked = { method: 'POST', body: JSON.stringify({ contactId: 'c-32', agent: 'ana' }) };
    await fetch(`${endpoints.console}/crm/opportunities/opp-1003/calls`, asked);
    await waitFor('the deal to be known', async () => (await api.get(PATH)).status === 200);
    const ana = await Desktop.open(browser, endpoints, 'ana');
    await ana.page.goto(`${endpoints.desktop}/#opportunity/demo-crm/opp-1003`);

    await ana.person(SAM).waitFor();
    await ana.context.setOffline(true);
    await ana
      .person(SAM)
      .getByRole('button', { name: `Edit ${SAM}` })
      .click();
    await ana.main.getByLabel('Role in this deal').fill('Site champion');
    await ana.main.getByRole('button', { name: 'Save', exact: true }).click();
    await ana.person(SAM).getByText('Not sent yet').waitFor();
    // The page can be loaded again, but not what it asks for.
    await ana.page.route(`${endpoints.api}/**`, (route) => route.abort());
    await ana.context.setOffline(false);
    await ana.page.reload();
    await ana.page.getByText('The server cannot be reached · 1 change waits').waitFor();
    expect((await deal()).contacts.find(({ id }) => id === 'c-32')?.role).not.toBe('Site champion');

    await ana.page.unroute(`${endpoints.api}/**`);
    await ana.page.getByRole('button', { name: 'Send now' }).click();
    await ana.page.getByText('1 change waits').waitFor({ state: 'detached' });
    // The deal could not be loaded either.
    await ana.main.getByRole('button', { name: 'Try again' }).click();
    await ana.person(SAM).getByText('Site champion').waitFor();
    expect(await ana.person(SAM).getByText('Not sent yet').count()).toBe(0);
    const isIt = ({ changes = [] }: { readonly changes?: readonly { readonly to?: unknown }[] }): boolean =>
      changes.some(({ to }) => to === 'Site champion');
    const { contacts, activity } = await deal();
    expect(contacts.find(({ id }) => id === 'c-32')).toMatchObject({ role: 'Site champion', updatedBy: 'ana' });
    expect(activity.filter(isIt)).toHaveLength(1);
    const told = await waitFor('the CRM to hear of it', async () => {
      const response = await fetch(`${endpoints.console}/crm/opportunities/opp-1003`);
      const { changes } = (await response.json()) as { readonly changes: readonly { readonly changes: [] }[] };
      const ours = changes.filter(isIt);
      return ours.length > 0 && ours;
    });
    expect(told).toHaveLength(1);
    await simulator.setPhone(PHONE, 'manual');
    await ana.context.close();
  });
});
