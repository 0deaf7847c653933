/** The same desktop in German, and read from right to left. */
import { describe, expect, it } from 'vitest';
import { DEAL, desktopSuite, expectPresentable, SIZES } from '../widget/harness/desktop-suite.ts';

describe('the language of the desktop', () => {
  const suite = desktopSuite();

  it.each(SIZES)('is German when the browser prefers it, at %i px, %s', async (width, scheme) => {
    const desk = await suite.open({ width, scheme, locale: 'de-DE' });
    const { page, call, complaints } = desk;
    await page.getByRole('heading', { name: 'Bereit für den nächsten Anruf' }).waitFor();
    await page.locator('.recent li').first().waitFor();
    await expectPresentable(desk, 'desktop-german-idle');
    await call('connected');
    await page.getByRole('article', { name: 'Dana Reyes' }).getByText('Im Gespräch').waitFor();
    await page.getByText('125.000 €').waitFor();
    await page.getByText('60 %').waitFor();
    expect(await page.evaluate(() => [document.documentElement.lang, document.title])).toEqual([
      'de-DE',
      'Im Gespräch: Dana Reyes',
    ]);
    await page.locator('.timeline .entry').first().waitFor({ state: 'attached' });
    await expectPresentable(desk, 'desktop-german');
    const words = (await page.locator('#desk').textContent()) ?? '';
    expect(words.match(/\b(People|Documents|Call|Last call|Notes|Upload|Board meets)\b/g)).toBeNull();
    expect(complaints).toEqual([]);
  });

  it('is what the address asks for, also after the way over the identity provider', async () => {
    const { page } = await suite.open({ query: '?lang=de', hash: DEAL });
    await page.getByRole('heading', { name: 'Personen' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Personen' }).waitFor();
  });

  it('fetches the texts of one language only', async () => {
    const { page } = await suite.open({ hash: DEAL });
    await page.getByRole('heading', { name: 'Timeline' }).waitFor();
    const code = await page.evaluate(async () => {
      const scripts = performance.getEntriesByType('resource').filter(({ name }) => name.includes('/chunks/'));
      const texts = await Promise.all(scripts.map(async ({ name }) => (await fetch(name)).text()));
      return texts.join('\n');
    });
    expect(code).toContain('Ready for the next call');
    expect(code).not.toContain('Bereit für den nächsten Anruf');
  });

  it.each(SIZES)('may run from right to left, at %i px, %s', async (width, scheme) => {
    const desk = await suite.open({ width, scheme, hash: DEAL });
    const { page, call, complaints } = desk;
    await call('connected');
    await page.evaluate(() => {
      document.documentElement.dir = 'rtl';
    });
    await page.getByRole('article', { name: 'Dana Reyes' }).waitFor();
    await page.locator('.timeline .entry').first().waitFor({ state: 'attached' });
    await expectPresentable(desk, 'desktop-right-to-left');
    const left = (selector: string): Promise<number> =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => element.getBoundingClientRect().left);
    expect(await left('.person .avatar')).toBeGreaterThan(await left('.person .person-actions'));
    if (width > 700) expect(await left('#line')).toBeGreaterThan(await left('#deal'));
    expect(complaints).toEqual([]);
  });
});
