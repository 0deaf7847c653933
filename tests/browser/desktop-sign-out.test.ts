/** An agent goes, and another one comes to the same computer. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { DEAL, desktopSuite, expectPresentable } from '../widget/harness/desktop-suite.ts';

const NOTES = 'Board decides on the 15th';
const signOut = (page: Page) => page.locator('#diagnostics').getByRole('button', { name: 'Sign out' });
const signedOut = (page: Page) => page.getByText('You are signed out');
const signIn = (page: Page) => page.getByRole('link', { name: 'Sign in again' }).click();
const card = (page: Page) => page.getByRole('article', { name: 'Dana Reyes' });

describe('signing out', () => {
  const suite = desktopSuite();
  const role = () => suite.harness.api.context.contacts.find(({ id }) => id === 'c-1')?.role;

  it('leaves nothing of the deal in any tab, tells softphone and provider, and stays signed out until it is asked', async () => {
    const { page, context, complaints } = await suite.open({ hash: DEAL });
    const other = await context.newPage();
    await other.goto(`${suite.harness.desktop}/${DEAL}`);
    await Promise.all([card(page).waitFor(), card(other).waitFor(), signOut(other).waitFor()]);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await signOut(page).click();
    for (const tab of [page, other]) {
      await signedOut(tab).waitFor();
      expect(await tab.content()).not.toContain('Dana Reyes');
      expect(new URL(tab.url())).toMatchObject({ hash: '', search: '' });
      // `had-softphone` is about the tab, not about an agent.
      const kept = await tab.evaluate(() => Object.keys(sessionStorage));
      expect(kept.filter((key) => key !== 'had-softphone')).toEqual([]);
      expect(await tab.locator('iframe').count()).toBe(0);
    }
    expect(asked.filter((url) => url.endsWith('/logout'))).toHaveLength(1);
    const [told] = suite.harness.signOuts;
    expect(told).toMatchObject({
      client_id: 'desktop',
      post_logout_redirect_uri: `${suite.harness.desktop}/sign-out.html`,
    });
    const { visible, silent } = suite.harness.signIns;
    await page.reload();
    await signedOut(page).waitFor();
    expect(suite.harness.signIns).toEqual({ visible, silent });
    await signIn(page);
    await page.getByRole('heading', { name: 'Ready for the next call' }).waitFor();
    expect(complaints).toEqual([]);
  });

  it('asks first while something waits, which stays for this agent alone', async () => {
    const desk = await suite.open({ hash: DEAL });
    const { page, context, call } = desk;
    await call('connected');
    await page.getByRole('textbox', { name: 'Notes' }).fill(NOTES);
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Edit Dana Reyes' }).click();
    await page.getByLabel('Role in this deal').fill('Sponsor');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('1 change waits').waitFor();
    await page.route('**/contacts/**', (route) => route.abort());
    await context.setOffline(false);
    await page.getByText('You are offline').waitFor({ state: 'detached' });

    await signOut(page).click();
    const asked = page.locator('#notices');
    await asked.getByText('A call loses its sound. What is not sent waits here for you.', { exact: true }).waitFor();
    await expectPresentable(desk, 'desktop-sign-out');
    expect(await page.getByRole('textbox', { name: 'Notes' }).inputValue()).toBe(NOTES);
    await call('ended');
    await card(page).getByText('On the line').waitFor({ state: 'detached' });
    await signOut(page).click();
    await asked.getByText('What is not sent waits here for you.', { exact: true }).waitFor();
    await asked.getByRole('button', { name: 'Sign out' }).last().click();
    await signedOut(page).waitFor();
    await expectPresentable(desk, 'desktop-signed-out');
    await page.unroute('**/contacts/**');

    suite.harness.agent = 'ben';
    await signIn(page);
    await call('connected');
    await card(page).waitFor();
    const notes = page.getByRole('textbox', { name: 'Notes' });
    expect(await notes.inputValue()).toBe('');
    await notes.fill('Of another agent');
    expect(await page.getByText('1 change waits').count()).toBe(0);
    expect(role()).not.toBe('Sponsor');
    await call('ended');
    await signOut(page).click();
    await asked.getByRole('button', { name: 'Sign out' }).click();
    await signedOut(page).waitFor();

    suite.harness.agent = 'ana';
    await signIn(page);
    await call('connected');
    await expect.poll(role).toBe('Sponsor');
    expect(await page.getByRole('textbox', { name: 'Notes' }).inputValue()).toBe(NOTES);
  });

  it('another agent who signs in where a sign-in has run out gets a page of their own', async () => {
    const { harness } = suite;
    const { page, context, call } = await suite.open();
    await call('connected');
    await card(page).waitFor();
    await page.getByRole('textbox', { name: 'Notes' }).fill(NOTES);
    harness.refuseSilent = true;
    harness.api.token = 'another one: what the page has is refused now';
    await page.getByRole('button', { name: 'Unpin Proposal v3' }).click();
    await page.getByText('Your sign-in has run out').waitFor();

    harness.agent = 'ben';
    page.on('dialog', (question) => void question.accept());
    const [window] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('button', { name: 'Sign in', exact: true }).click(),
    ]);
    if (!window.isClosed()) await window.waitForEvent('close');
    await signedOut(page).waitFor();
    harness.refuseSilent = false;
    await signIn(page);
    await page.getByRole('heading', { name: 'Ready for the next call' }).waitFor();
    await call('connected');
    await page.getByRole('button', { name: 'Unpin Proposal v3' }).waitFor();
    expect(await page.getByRole('textbox', { name: 'Notes' }).inputValue()).toBe('');
    expect(await page.getByText('1 change waits').count()).toBe(0);
    expect(harness.api.context.documents.find(({ id }) => id === 'd-1')?.pinned).toBe(true);
  });
});
