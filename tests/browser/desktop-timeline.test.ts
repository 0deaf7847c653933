/** What happened before with this deal. */
import { describe, expect, it } from 'vitest';
import { DEAL, desktopSuite, expectPresentable, SIZES } from '../widget/harness/desktop-suite.ts';
import { sampleCall, sampleDeal } from '../widget/harness/sample-deal.ts';

describe('the timeline', () => {
  const suite = desktopSuite();

  it.each(SIZES)('is narrowed by kind and by whom, and opens an earlier call, at %i px, %s', async (width, scheme) => {
    const desk = await suite.open({ width, scheme, hash: DEAL });
    const { page, complaints } = desk;
    if (width < 701) await page.locator('.parts').getByRole('button', { name: 'Timeline' }).click();
    const timeline = page.getByRole('region', { name: 'Timeline' });
    const entries = timeline.getByRole('listitem').and(page.locator('.entry'));
    const kinds = timeline.getByRole('group', { name: 'What to show' });
    await kinds.getByRole('button', { name: 'Calls' }).click();
    await expect.poll(() => entries.count()).toBe(2);
    expect(await timeline.getByText('With the agent').nth(1).isVisible()).toBe(false);
    await timeline.getByText('Wants the depot figures').click();
    await timeline.getByText('With the agent').nth(1).waitFor();
    await timeline.getByText(/Outcome saved by (ana|you)/).waitFor();
    await timeline.getByText('With the agent').nth(1).scrollIntoViewIfNeeded();
    await expectPresentable(desk, 'desktop-timeline-calls');
    await kinds.getByRole('button', { name: 'All', exact: true }).click();
    await timeline.getByLabel('By').selectOption('ben');
    await expect.poll(() => entries.count()).toBe(1);
    await timeline.getByText('Ingrid Sørensen changed').waitFor();
    await kinds.getByRole('button', { name: 'Documents' }).click();
    await timeline.getByText('Nothing of this kind').waitFor();
    await timeline.getByLabel('By').selectOption('');
    await timeline.getByText('Document Proposal v3 added').waitFor();
    await expectPresentable(desk, 'desktop-timeline');
    expect(complaints).toEqual([]);
  });

  it('shows the newest of very many, and the rest when asked', async () => {
    const calls = Array.from({ length: 120 }, (_, index) =>
      sampleCall({ callId: `c-${index}`, requestedAt: new Date(Date.now() - index * 3_600_000).toISOString() }),
    );
    suite.harness.api.context = { ...sampleDeal(), activity: [], calls };
    const { page } = await suite.open({ hash: DEAL });
    const entries = page.locator('.entry');
    await page.getByRole('button', { name: 'Show 50 more' }).click();
    await expect.poll(() => entries.count()).toBe(100);
    await page.getByRole('button', { name: 'Show 20 more' }).click();
    await expect.poll(() => entries.count()).toBe(120);
  });
});
