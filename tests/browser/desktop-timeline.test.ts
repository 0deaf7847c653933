/** What happened before with this deal. */
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { CallRecording } from '../../functions/core/contracts/call.ts';
import { OUR_ATTRIBUTES } from '../widget/harness/desktop-page.ts';
import { DEAL, desktopSuite, expectPresentable, SIZES } from '../widget/harness/desktop-suite.ts';
import { CONNECT_CONTACT_ID, sampleCall, sampleDeal } from '../widget/harness/sample-deal.ts';

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

describe('a recorded call', () => {
  const suite = desktopSuite();
  const earlier = sampleDeal().calls;
  const recording = (recordingId: string) => ({ recordingId });
  const record = (...recordings: readonly CallRecording[]): void => {
    suite.harness.api.context = { ...sampleDeal(), calls: earlier.map((call) => ({ ...call, recordings })) };
  };
  const asked = () => suite.harness.api.requests.filter(({ path }) => path.includes('/recordings/')).length;
  const state = (audio: Locator) =>
    audio.evaluate((element) => {
      const { currentTime, paused, playbackRate } = element as HTMLAudioElement;
      return { currentTime, paused, playbackRate };
    });
  const plays = (audio: Locator, from = 0) =>
    expect.poll(async () => (await state(audio)).currentTime, { timeout: 10_000 }).toBeGreaterThan(from);
  const open = async (options: Parameters<typeof suite.open>[0] = {}) => {
    const desk = await suite.open({ hash: DEAL, ...options });
    if ((options.width ?? 1280) < 701)
      await desk.page.locator('.parts').getByRole('button', { name: 'Timeline' }).click();
    const timeline = desk.page.getByRole('region', { name: 'Timeline' });
    return { desk, timeline, audio: timeline.locator('audio') };
  };

  it.each([SIZES[0], SIZES[3]])(
    'is heard where it stands, at the speed that one likes, by a link asked for then, at %i px, %s',
    async (width, scheme) => {
      record(recording('rec-1'));
      const { desk, timeline, audio } = await open({ width, scheme });
      await timeline.getByRole('button', { name: 'Listen' }).waitFor();
      expect(asked()).toBe(0);
      await timeline.getByRole('button', { name: 'Listen' }).press('Enter');
      await plays(audio);
      expect(await audio.getAttribute('aria-label')).toBe('Listen');
      expect(await audio.evaluate((element) => element === document.activeElement)).toBe(true);
      await timeline.getByRole('button', { name: 'Speed 1×' }).click();
      expect((await state(audio)).playbackRate).toBe(1.5);
      await timeline.getByRole('button', { name: 'Speed 1.5×' }).waitFor();
      await audio.scrollIntoViewIfNeeded();
      await expectPresentable(desk, 'desktop-recording');
      expect(asked()).toBe(1);
      expect(desk.complaints).toEqual([]);
    },
  );

  it('goes on at its place and speed when the link has run out, by another link', async () => {
    record(recording('rec-1'));
    const { desk, timeline, audio } = await open();
    await timeline.getByRole('button', { name: 'Listen' }).click();
    for (const speed of ['Speed 1×', 'Speed 1.5×']) await timeline.getByRole('button', { name: speed }).click();
    await plays(audio, 1);
    await audio.evaluate((element) => (element as HTMLAudioElement).pause());
    const { currentTime: place } = await state(audio);
    // Ten minutes later S3 refuses the same link, and the browser says no more than that there was an error.
    await desk.page.evaluate(() => {
      const { now } = performance;
      performance.now = () => now.call(performance) + 600_000;
    });
    await audio.evaluate((element) => element.dispatchEvent(new Event('error')));
    await expect.poll(asked).toBe(2);
    await plays(audio, place);
    expect((await state(audio)).playbackRate).toBe(2);
    expect(desk.complaints).toEqual([]);
  });

  it.each([
    ['not-ready', 'It is not stored yet'],
    ['gone', 'It was deleted, or this system may not read it'],
  ] as const)('that cannot be had (%s) says why, and is had when it can be', async (code, words) => {
    record(recording('rec-1'));
    const { desk, timeline, audio } = await open();
    suite.harness.api.faults.push({ path: /recordings/, code, times: 1 });
    await timeline.getByRole('button', { name: 'Listen' }).click();
    await timeline.getByRole('alert').getByText(words).waitFor();
    expect(await desk.axe()).toEqual([]);
    await timeline.getByRole('button', { name: 'Listen' }).click();
    await plays(audio);
    expect(await timeline.getByRole('alert').count()).toBe(0);
  });

  it('whose file no browser can play is not asked for again and again', async () => {
    record(recording('rec-1'));
    const { desk, timeline } = await open({
      prepare: async (page) => {
        await page.route('**/files/recording*', (route) => route.fulfill({ body: 'no sound' }));
      },
    });
    await timeline.getByRole('button', { name: 'Listen' }).click();
    await timeline.getByRole('alert').getByText('It does not play').waitFor();
    expect(asked()).toBe(1);
    expect(desk.complaints).toEqual([]);
  });

  it('of several legs has a part for each, of which one is heard at a time', async () => {
    record(recording('rec-1'), recording('rec-2'));
    const { timeline, audio } = await open();
    await timeline.getByRole('button', { name: 'Listen 1' }).click();
    await plays(audio.first());
    await timeline.getByRole('button', { name: 'Listen 2' }).click();
    await plays(audio.nth(1));
    await expect.poll(async () => (await state(audio.first())).paused).toBe(true);
    const paths = suite.harness.api.requests.map(({ path }) => path).filter((path) => path.includes('/recordings/'));
    expect(paths).toEqual(['/calls/call-0/recordings/rec-1', '/calls/call-0/recordings/rec-2']);
  });

  it('falls silent when the next call rings, and is heard during a call by who presses play', async () => {
    record(recording('rec-1'));
    const { desk, timeline, audio } = await open();
    const over = { contactId: CONNECT_CONTACT_ID, state: 'ended', attributes: OUR_ATTRIBUTES } as const;
    await desk.calls(over);
    await timeline.getByRole('button', { name: 'Listen' }).click();
    await plays(audio);
    const attributes = { ...OUR_ATTRIBUTES, callId: 'call-2' };
    await desk.calls(over, { contactId: 'cc-next', state: 'connecting', attributes });
    await expect.poll(async () => (await state(desk.page.locator('audio').first())).paused).toBe(true);
    await timeline.getByRole('button', { name: 'Listen' }).click();
    await plays(audio);
    await desk.calls(over, { contactId: 'cc-next', state: 'connected', attributes });
    await desk.page.getByText('On the line').first().waitFor();
    const { currentTime: place } = await state(audio);
    await plays(audio, place);
  });
});
