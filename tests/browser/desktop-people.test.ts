/** The people of the deal: how they stand to each other, and all their numbers. */
import { describe, expect, it } from 'vitest';
import { DEAL, desktopSuite, expectPresentable, SIZES } from '../widget/harness/desktop-suite.ts';

describe('the people', () => {
  const suite = desktopSuite();

  it.each(SIZES)('are drawn as who reports to whom at %i px, %s', async (width, scheme) => {
    const desk = await suite.open({ width, scheme, hash: DEAL });
    const { page, complaints } = desk;
    await page.getByRole('button', { name: 'Relationships' }).click();
    const tree = page.getByRole('tree', { name: 'Who reports to whom' });
    await tree.getByRole('treeitem', { name: /^Marcus Bell.*decides$/ }).waitFor();
    await expectPresentable(desk, 'desktop-relationships');
    // The keys of a tree.
    await page.keyboard.press('Tab');
    const focused = () => page.evaluate(() => document.activeElement?.querySelector('bdi')?.textContent ?? '');
    expect(await focused()).toMatch(/^Marcus Bell/);
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toMatch(/^Dana Reyes/);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => tree.getByRole('treeitem', { name: /^Ingrid/ }).count()).toBe(0);
    await page.keyboard.press('ArrowRight');
    await tree.getByRole('treeitem', { name: /^Ingrid/ }).waitFor();
    await page.keyboard.press('End');
    expect(await focused()).toMatch(/^Yuki Tanaka/);
    await page.keyboard.press('Enter');
    await page.getByRole('article', { name: 'Yuki Tanaka' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Yuki Tanaka');
    expect(complaints).toEqual([]);
  });

  it('say when they were last called and what came of it', async () => {
    const { page } = await suite.open({ hash: DEAL });
    await page
      .getByRole('article', { name: 'Ingrid Sørensen' })
      .getByText(/^Last call .*: Follow up$/)
      .waitFor();
  });

  it('keep every number when one is added, changed or another is called', async () => {
    const { api } = suite.harness;
    const desk = await suite.open({ hash: DEAL });
    const { page } = desk;
    await page.getByRole('button', { name: 'Edit Dana Reyes' }).click();
    await page.getByRole('button', { name: 'Add a number' }).click();
    await page.getByRole('textbox', { name: 'Phone 2' }).fill('+1 (415) 555-0188');
    await page.getByRole('combobox', { name: 'Kind' }).nth(1).fill('assistant');
    await expectPresentable(desk, 'desktop-person-numbers');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('button', { name: 'Call Dana Reyes on +14155550188' }).click();
    await expect
      .poll(() => api.requests.find(({ path, method }) => method === 'POST' && path.endsWith('/calls'))?.body)
      .toEqual({ contactId: 'c-1', phone: '+14155550188' });
    await page.getByRole('button', { name: 'Edit Dana Reyes' }).click();
    await page.getByLabel('Role in this deal').fill('Sponsor');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('article', { name: 'Dana Reyes' }).getByText('Sponsor').waitFor();
    expect(api.context.contacts.find(({ id }) => id === 'c-1')?.phones).toEqual([
      { number: '+14155550101', label: 'mobile' },
      { number: '+14155550188', label: 'assistant' },
    ]);
  });
});
