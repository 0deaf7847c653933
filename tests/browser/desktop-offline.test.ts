/** The network is really cut: what the agent changes waits in the browser, and is sent when it works again. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { DEAL, desktopSuite, expectPresentable, SIZES } from '../widget/harness/desktop-suite.ts';
import { CONNECT_CONTACT_ID } from '../widget/harness/sample-deal.ts';

const API = /\/(opportunities|calls)(\/|\?|$)/;

/** What the browser's storage holds. */
const kept = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const opening = indexedDB.open('opportunity-cti');
        opening.onsuccess = () => {
          const reading = opening.result.transaction('outbox').objectStore('outbox').get('edits');
          reading.onsuccess = () => {
            opening.result.close();
            resolve((reading.result as unknown[] | undefined)?.length ?? 0);
          };
        };
      }),
  );

async function changeRole(page: Page, name: string, role: string): Promise<void> {
  await page.getByRole('button', { name: `Edit ${name}` }).click();
  await page.getByLabel('Role in this deal').fill(role);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('article', { name }).getByText(role, { exact: true }).waitFor();
}

const card = (page: Page, name: string) => page.getByRole('article', { name });

describe('without a network', () => {
  const suite = desktopSuite();
  const person = (id: string) => suite.harness.api.context.contacts.find((one) => one.id === id);
  const writes = (): string[] =>
    suite.harness.api.requests.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`);

  it('edits wait through a reload, are shown as made, and are sent in their order, once', async () => {
    const desk = await suite.open({ hash: DEAL });
    const { page, context } = desk;
    await page.getByRole('article', { name: 'Dana Reyes' }).waitFor();
    await page.getByRole('heading', { name: 'Timeline' }).waitFor();
    await context.setOffline(true);
    await page.getByText('You are offline').waitFor();
    await page.getByText('Calls, uploads, searches and links need the network.').waitFor();
    await changeRole(page, 'Dana Reyes', 'Sponsor');
    await changeRole(page, 'Dana Reyes', 'Economic buyer');
    await page.getByRole('button', { name: 'Add person' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Lee Chen');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await changeRole(page, 'Lee Chen', 'Legal');
    await page.getByRole('button', { name: 'Unpin Proposal v3' }).click();
    await page.getByText('5 changes wait').waitFor();
    expect(writes()).toEqual([]);
    for (const mark of [card(page, 'Dana Reyes'), card(page, 'Lee Chen'), page.getByRole('listitem')])
      await mark.getByText('Not sent yet').first().waitFor();
    expect(await page.getByText('Not sent yet').count()).toBe(3);

    // The page can be loaded again, the API cannot be reached.
    await page.route(API, (route) => route.abort());
    await context.setOffline(false);
    await page.reload();
    await page.getByText('The server cannot be reached · 5 changes wait').waitFor();
    expect(await kept(page)).toBe(5);
    const trouble = page.getByRole('alert').getByText('The server cannot be reached');
    await trouble.waitFor();

    await page.unroute(API);
    await page.getByRole('button', { name: 'Send now' }).click();
    await page.getByText('5 changes wait').waitFor({ state: 'detached' });
    await expect.poll(() => kept(page)).toBe(0);
    expect(await page.getByText('Not sent yet').count()).toBe(0);
    // The deal comes by itself.
    await card(page, 'Dana Reyes').getByText('Economic buyer').waitFor();
    expect(await trouble.count()).toBe(0);
    const base = '/opportunities/demo-crm/opp%2F1001';
    const [added] = suite.harness.api.context.contacts.filter(({ name }) => name === 'Lee Chen');
    expect(writes()).toEqual([
      `PATCH ${base}/contacts/c-1`,
      `PATCH ${base}/contacts/c-1`,
      `POST ${base}/contacts`,
      `PATCH ${base}/contacts/${added?.id}`,
      `PATCH ${base}/documents/d-1`,
    ]);
    expect(person('c-1')?.role).toBe('Economic buyer');
    expect(added?.role).toBe('Legal');
  });

  it.each(SIZES)('the list shows what waits and takes it back, at %i px, %s', async (width, scheme) => {
    const desk = await suite.open({ width, scheme, hash: DEAL });
    const { page, context } = desk;
    await page.getByRole('article', { name: 'Dana Reyes' }).waitFor();
    await page.locator('.timeline .entry').first().waitFor({ state: 'attached' });
    await context.setOffline(true);
    await page.getByText('You are offline').waitFor();
    await expectPresentable(desk, 'desktop-offline');
    await changeRole(page, 'Dana Reyes', 'Sponsor');
    await changeRole(page, 'Ingrid Sørensen', 'Champion of the fleet');
    await page.getByText('2 changes wait').waitFor();
    await expectPresentable(desk, 'desktop-offline-waiting');
    await page.getByRole('button', { name: 'Show changes' }).click();
    const dialog = page.getByRole('dialog', { name: 'Changes that wait' });
    await dialog.getByRole('heading', { name: 'Change of Dana Reyes' }).waitFor();
    expect(await dialog.getByRole('button', { name: 'Send now' }).isDisabled()).toBe(true);
    await expectPresentable(desk, 'desktop-offline-list');
    await dialog.getByRole('button', { name: 'Discard: Change of Dana Reyes' }).click();
    await dialog.getByRole('heading', { name: 'Change of Dana Reyes' }).waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('1 change waits').waitFor();
    await page.getByRole('article', { name: 'Dana Reyes' }).getByText('Sponsor').waitFor({ state: 'detached' });
    await context.setOffline(false);
    await expect.poll(() => person('c-3')?.role).toBe('Champion of the fleet');
    expect(person('c-1')?.role).not.toBe('Sponsor');
    await page.getByText('1 change waits').waitFor({ state: 'detached' });
  });

  it.each(SIZES)('a conflict is shown side by side when it can be sent, at %i px, %s', async (width, scheme) => {
    const locale = scheme === 'dark' ? 'de-DE' : 'en-GB';
    const desk = await suite.open({ width, scheme, locale, hash: DEAL });
    const { page, context } = desk;
    const words =
      locale === 'de-DE'
        ? {
            ...{ edit: 'Ingrid Sørensen bearbeiten', role: 'Rolle', save: 'Speichern' },
            ...{ needed: 'Sie müssen entscheiden', show: 'Änderungen zeigen', mine: 'Meines speichern' },
          }
        : {
            ...{ edit: 'Edit Ingrid Sørensen', role: 'Role in this deal', save: 'Save' },
            ...{ needed: 'Your decision is needed', show: 'Show changes', mine: 'Save mine' },
          };
    await page.getByRole('button', { name: words.edit }).click();
    await page.getByLabel(words.role).fill('Blocker');
    await context.setOffline(true);
    await page.getByRole('button', { name: words.save, exact: true }).click();
    await page.getByRole('article', { name: 'Ingrid Sørensen' }).getByText('Blocker').waitFor();
    const { api } = suite.harness;
    const theirs = { role: 'Sponsor', title: 'COO', version: 2 };
    api.context = {
      ...api.context,
      contacts: api.context.contacts.map((one) => (one.id === 'c-3' ? { ...one, ...theirs } : one)),
    };
    await context.setOffline(false);
    await page.getByRole('complementary').getByText(words.needed).waitFor();
    // Until the agent has decided, everybody sees the same.
    await page.getByRole('article', { name: 'Ingrid Sørensen' }).getByText('Sponsor').waitFor();
    await page.getByRole('button', { name: words.show }).click();
    const row = page.getByRole('row', { name: new RegExp(words.role) });
    expect(await row.getByRole('cell').allTextContents()).toEqual(['Blocker', 'Sponsor']);
    await expectPresentable(desk, 'desktop-offline-conflict');
    await page.getByRole('button', { name: words.mine }).click();
    await expect.poll(() => person('c-3')).toMatchObject({ role: 'Blocker', title: 'COO' });
    await page.getByRole('dialog').getByRole('listitem').waitFor({ state: 'detached' });
  });

  it('a removal of somebody who was changed meanwhile is decided side by side, made online or not', async () => {
    const { page, context } = await suite.open({ hash: DEAL });
    const { api } = suite.harness;
    const theyChange = (role: string): void => {
      const contacts = api.context.contacts.map((one) =>
        one.id === 'c-3' ? { ...one, role, version: one.version + 1 } : one,
      );
      api.context = { ...api.context, contacts };
    };
    const remove = async (): Promise<void> => {
      await page.getByRole('button', { name: 'Edit Ingrid Sørensen' }).click();
      await page.getByRole('button', { name: 'Remove', exact: true }).click();
    };
    const dialog = page.getByRole('dialog', { name: 'Changes that wait' });
    const decide = async (choice: string, before: string, now: string): Promise<void> => {
      await page.getByText('Your decision is needed · 1 change waits').waitFor();
      await card(page, 'Ingrid Sørensen').getByText('Your decision is needed').waitFor();
      await page.getByRole('button', { name: 'Show changes' }).click();
      await dialog.getByRole('columnheader', { name: 'Before' }).waitFor();
      const cells = dialog.getByRole('row', { name: /Role in this deal/ }).getByRole('cell');
      expect(await cells.count()).toBe(2);
      // One by one: Firefox 153 closes the page when it is asked for all texts of a row in a dialog.
      expect([await cells.nth(0).textContent(), await cells.nth(1).textContent()]).toEqual([before, now]);
      expect(await dialog.getByRole('row').count()).toBe(2);
      await dialog.getByRole('button', { name: choice, exact: true }).click();
      await dialog.getByRole('listitem').waitFor({ state: 'detached' });
      await page.keyboard.press('Escape');
    };
    await card(page, 'Ingrid Sørensen').waitFor();
    await page.getByRole('heading', { name: 'Timeline' }).waitFor();

    theyChange('Sponsor');
    await remove();
    await decide('Keep', 'Champion', 'Sponsor');
    await card(page, 'Ingrid Sørensen').getByText('Sponsor').waitFor();
    expect(person('c-3')?.role).toBe('Sponsor');

    await context.setOffline(true);
    await page.getByText('You are offline').waitFor();
    await remove();
    await card(page, 'Ingrid Sørensen').waitFor({ state: 'detached' });
    theyChange('Blocker');
    await context.setOffline(false);
    await decide('Remove anyway', 'Sponsor', 'Blocker');
    await expect.poll(() => person('c-3')).toBeUndefined();
    await card(page, 'Ingrid Sørensen').waitFor({ state: 'detached' });
  });

  it('two tabs share what waits: each shows the other’s edits, and one sends all of them in their order, once', async () => {
    const { page, context } = await suite.open({ hash: DEAL });
    const other = await context.newPage();
    await other.goto(page.url());
    const tabs = [page, other];
    for (const tab of tabs) {
      await card(tab, 'Dana Reyes').waitFor();
      await tab.getByRole('heading', { name: 'Timeline' }).waitFor();
    }
    await context.setOffline(true);
    for (const tab of tabs) await tab.getByText('You are offline').waitFor();
    const made = [
      [page, 'Dana Reyes', 'Sponsor'],
      [other, 'Ingrid Sørensen', 'Legal'],
      [other, 'Dana Reyes', 'Blocker'],
      [page, 'Dana Reyes', 'Economic buyer'],
    ] as const;
    for (const [tab, name, role] of made) {
      await changeRole(tab, name, role);
      const follower = card(tab === page ? other : page, name);
      await follower.getByText(role, { exact: true }).waitFor();
      await follower.getByText('Not sent yet').waitFor();
    }
    await context.setOffline(false);
    await expect.poll(() => kept(page)).toBe(0);
    for (const tab of tabs) await expect.poll(() => tab.getByText('Not sent yet').count()).toBe(0);
    const sent = suite.harness.api.requests.filter(({ method }) => method === 'PATCH');
    expect(sent.map(({ body }) => body)).toEqual(made.map(([, , role]) => ({ role })));
    expect(person('c-1')?.role).toBe('Economic buyer');
    for (const tab of tabs) await card(tab, 'Dana Reyes').getByText('Economic buyer', { exact: true }).waitFor();
  });

  it('an outcome waits too: the contact is closed, notes and follow-up are saved later', async () => {
    const { page, context, call } = await suite.open();
    await call('connected');
    await page.getByRole('textbox', { name: 'Notes' }).waitFor();
    await call('ended');
    await context.setOffline(true);
    await page.getByRole('textbox', { name: 'Notes' }).fill('Wants depot figures');
    await page.getByRole('radio', { name: 'Follow up' }).check();
    await page.getByText('Not saved yet, will try again').waitFor();
    await page.getByRole('button', { name: 'Save and close contact' }).click();
    await page.getByText('The outcome of the call with Dana Reyes is kept here and will be sent').waitFor();
    await page.getByText('1 change waits').waitFor();
    expect(await kept(page)).toBe(1);
    await context.setOffline(false);
    await expect
      .poll(() => suite.harness.api.context.calls.find((one) => one.connectContactId === CONNECT_CONTACT_ID)?.outcome)
      .toMatchObject({ disposition: 'follow-up', notes: 'Wants depot figures' });
    await expect.poll(() => kept(page)).toBe(0);
  });
});
