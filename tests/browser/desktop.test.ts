/** The built desktop in a real browser, with the unmodified Streams library, against a small world in memory. */
import { beforeEach, describe, expect, it } from 'vitest';
import { OUR_ATTRIBUTES } from '../widget/harness/desktop-page.ts';
import { DEAL, desktopSuite } from '../widget/harness/desktop-suite.ts';
import { hostileDeal, largeDeal } from '../widget/harness/sample-deal.ts';
import type { Harness } from '../widget/harness/start-harness.ts';

describe('the desktop', () => {
  const suite = desktopSuite();
  const { open } = suite;
  let harness: Harness;
  beforeEach(() => {
    ({ harness } = suite);
  });

  it('shows people and documents while it rings, so that nothing is fetched when it connects', async () => {
    const { page, call, complaints } = await open();
    await call('connecting');
    await page.getByRole('article', { name: 'Dana Reyes' }).getByText('Ringing').waitFor();
    await page.getByRole('button', { name: 'Open Proposal v3' }).waitFor();
    expect(await page.locator('#announcements').textContent()).toContain('Dana Reyes');
    const before = harness.api.requests.length;
    await call('connected');
    await page.getByRole('article', { name: 'Dana Reyes' }).getByText('On the line').waitFor();
    expect(harness.api.requests.length).toBe(before);
    expect(complaints).toEqual([]);
  });

  it.each([
    [1280, 'light'],
    [1280, 'dark'],
    [360, 'light'],
    [320, 'dark'],
  ] as const)('is accessible and does not scroll sideways at %i px, %s', async (width, scheme) => {
    const { page, call, axe, complaints } = await open({ width, scheme });
    const narrow = width < 701;
    const check = async (state: string): Promise<void> => {
      expect(await axe(), state).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), state).toBeLessThanOrEqual(width);
    };
    const part = async (name: string): Promise<void> => {
      if (narrow) await page.locator('.parts').getByRole('button', { name }).click();
    };
    await page.locator('.recent li').first().waitFor();
    await check('idle');
    await call('connecting');
    await page.getByRole('article', { name: 'Dana Reyes' }).waitFor();
    await page.locator('.timeline li').first().waitFor({ state: 'attached' });
    await check('ringing');
    await call('connected');
    await page.getByRole('button', { name: 'Edit Ingrid Sørensen' }).click();
    await page.getByLabel('Role in this deal').waitFor();
    await check('editing a person');
    await page.keyboard.press('Escape');
    await part('Timeline');
    await check('timeline');
    await part('Documents');
    await page.getByRole('button', { name: 'Open Proposal v3' }).click();
    await page.getByText('Proposal v3 for Northwind Logistics').waitFor({ state: 'attached' });
    await check('preview');
    await page.getByRole('button', { name: 'Close preview' }).click();
    await part('Notes');
    await call('ended');
    await page.getByRole('radio', { name: 'Follow up' }).check();
    await page.getByText(/^Saved /).waitFor();
    await check('after the call');
    expect(complaints).toEqual([]);
  });

  it.each([1280, 360])('does not jump when the parts that load later arrive, at %i px', async (width) => {
    const { page } = await open({ width, hash: DEAL });
    await page.getByText(/^Last call/).waitFor();
    await page.locator('.timeline .entry').first().waitFor({ state: 'attached' });
    const shift = await page.evaluate(async () => {
      const entries = await new Promise<PerformanceEntryList>((done) => {
        new PerformanceObserver((list) => done(list.getEntries())).observe({ type: 'layout-shift', buffered: true });
        // Nothing ever moved: then the observer has nothing to tell.
        requestAnimationFrame(() => requestAnimationFrame(() => done([])));
      });
      return entries.reduce((sum, entry) => sum + (entry as PerformanceEntry & { value: number }).value, 0);
    });
    // "Good" is below 0.1 (web.dev/cls); what is left is a file's reason and a long last call.
    expect(shift).toBeLessThan(0.02);
  });

  it('previews PDF, image and text in place under the strict policy', async () => {
    const { page, complaints } = await open({ hash: DEAL });
    await page.getByRole('button', { name: 'Open Fleet by depot' }).click();
    await page.locator('.sheet img').waitFor();
    expect(await page.locator('.sheet img').evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(640);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Open Minutes of 12 November' }).click();
    await page.getByText('<script>alert("shown as text")</script>').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Open Proposal v3' }).click();
    await page.getByRole('region', { name: 'Page 2 of 2' }).waitFor();
    const sheet = page.locator('.sheet canvas').first();
    // The frames are laid out before the first page is drawn.
    await expect
      .poll(() =>
        sheet.evaluate((canvas: HTMLCanvasElement) => {
          const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, 40) ?? { data: [] };
          return [...data.slice(40, 43)];
        }),
      )
      .toEqual([31, 79, 191]);
    expect(complaints).toEqual([]);
  });

  it('restores call, people and notes when it is loaded again in mid-call, and never moves the frame', async () => {
    const { page, call } = await open();
    await call('connecting');
    await call('connected');
    await page.locator('#ccp iframe').evaluate((frame) => frame.setAttribute('data-witness', 'first'));
    await page.getByRole('textbox', { name: 'Notes' }).fill('Board decides on the 15th');
    await page.getByRole('button', { name: 'Open Minutes of 12 November' }).click();
    await page.keyboard.press('Escape');
    expect(await page.locator('#ccp iframe').getAttribute('data-witness')).toBe('first');
    await page.reload();
    await call('connected');
    await page.getByRole('article', { name: 'Dana Reyes' }).getByText('On the line').waitFor();
    expect(await page.getByRole('textbox', { name: 'Notes' }).inputValue()).toBe('Board decides on the 15th');
  });

  it('saves the outcome as typed, through a failure, and closes the contact', async () => {
    harness.api.faults = [{ path: /outcome$/, code: 'try-again', times: 1 }];
    const { page, call } = await open();
    await call('connected');
    await page.getByRole('textbox', { name: 'Notes' }).fill('Wants depot figures');
    await page.getByRole('radio', { name: 'Follow up' }).check();
    await page.getByText('Not saved yet, will try again').waitFor();
    await page.getByText(/^Saved /).waitFor();
    expect(harness.api.context.calls[0]?.outcome).toMatchObject({
      disposition: 'follow-up',
      notes: 'Wants depot figures',
    });
    await call('ended');
    const finish = page.getByRole('button', { name: 'Save and close contact' });
    await finish.waitFor();
    // At 800 px of height too, what there is to choose from does not hide behind the button.
    const last = await page.getByText('Wrong number').boundingBox();
    const above = await finish.boundingBox();
    expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThanOrEqual(above?.y ?? 0);
    await finish.click();
    await page.getByRole('heading', { name: 'Ready for the next call' }).waitFor();
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('outcome:')))).toEqual(
      [],
    );
  });

  it('never overwrites another person’s edit unseen', async () => {
    const { page } = await open({ hash: DEAL });
    await page.getByRole('button', { name: 'Edit Ingrid Sørensen' }).click();
    const { contacts } = harness.api.context;
    harness.api.context = {
      ...harness.api.context,
      contacts: contacts.map((one) => (one.id === 'c-3' ? { ...one, role: 'Sponsor', title: 'COO', version: 2 } : one)),
    };
    await page.getByLabel('Role in this deal').fill('Blocker');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const row = page.getByRole('row', { name: /Role in this deal/ });
    await row.waitFor();
    expect(await row.getByRole('cell').allTextContents()).toEqual(['Blocker', 'Sponsor']);
    await page.getByRole('button', { name: 'Save mine' }).click();
    await page.getByRole('article', { name: 'Ingrid Sørensen' }).getByText('Blocker').waitFor();
    expect(harness.api.context.contacts.find(({ id }) => id === 'c-3')).toMatchObject({
      role: 'Blocker',
      title: 'COO',
    });
  });

  it('adds a person, removes a person, and takes the removal back', async () => {
    const { page } = await open({ hash: DEAL });
    await page.getByRole('button', { name: 'Add person' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Lee Chen');
    await page.getByRole('textbox', { name: 'Phone' }).fill('0155 not a number');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Write the number with country code').waitFor();
    await page.getByRole('textbox', { name: 'Phone' }).fill('+49 30 5550199');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('article', { name: 'Lee Chen' }).getByText('+49305550199').waitFor();
    await page.getByRole('button', { name: 'Edit Marcus Bell' }).click();
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('article', { name: 'Marcus Bell' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('article', { name: 'Marcus Bell' }).waitFor();
    expect(harness.api.context.contacts.find(({ id }) => id === 'c-2')).toMatchObject({ doNotCall: true });
  });

  it('uploads a file that was chosen and shows it', async () => {
    const { page } = await open({ hash: DEAL });
    const file = { name: 'offer.txt', mimeType: 'text/plain', buffer: Buffer.from('An offer') };
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('button', { name: 'Open offer' }).click();
    await page.getByText('An offer', { exact: true }).waitFor();
  });

  it('lets the agent choose when a number belongs to several opportunities', async () => {
    const match = {
      sourceId: 'demo-crm',
      opportunityId: 'opp/1001',
      opportunityName: 'Fleet renewal 2027',
      contactId: 'c-3',
    };
    harness.api.callContext = {
      found: 'several',
      phone: '+14155550101',
      matches: [match, { ...match, opportunityId: 'opp-2', opportunityName: 'Depot roof' }],
    };
    const { page, call, axe } = await open();
    await call('connecting', {});
    await page.getByRole('button', { name: 'Depot roof' }).waitFor();
    expect(await axe()).toEqual([]);
    await page.getByRole('button', { name: 'Fleet renewal 2027' }).click();
    await page.getByRole('article', { name: 'Ingrid Sørensen' }).getByText('Ringing').waitFor();
  });

  it('keeps two calls apart', async () => {
    const { page, calls } = await open();
    const first = { contactId: 'one', state: 'connected', attributes: OUR_ATTRIBUTES } as const;
    const second = {
      contactId: 'two',
      state: 'connecting',
      attributes: { ...OUR_ATTRIBUTES, callId: 'call-2', contactName: 'Marcus Bell' },
    } as const;
    await calls(first);
    await page.getByRole('textbox', { name: 'Notes' }).fill('about the first');
    await calls(first, second);
    await page
      .getByRole('navigation', { name: 'Calls' })
      .getByRole('button', { name: /Marcus Bell/ })
      .click();
    expect(await page.getByRole('textbox', { name: 'Notes' }).inputValue()).toBe('');
    await page
      .getByRole('navigation', { name: 'Calls' })
      .getByRole('button', { name: /Dana Reyes/ })
      .click();
    expect(await page.getByRole('textbox', { name: 'Notes' }).inputValue()).toBe('about the first');
  });

  it('shows hostile and endless texts as text', async () => {
    harness.api.context = hostileDeal();
    const { page, complaints, axe } = await open({ width: 360, hash: DEAL });
    await page.getByText('<script>alert(1)</script>').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    expect(await page.locator('a[href^="javascript"], .people script, .people b').count()).toBe(0);
    expect(await axe()).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('renews an expired token without a word', async () => {
    const { page } = await open({ hash: DEAL });
    await page.getByRole('article', { name: 'Dana Reyes' }).waitFor();
    harness.api.token = 'another one: what the page has is refused now';
    await page.getByRole('button', { name: 'Unpin Proposal v3' }).click();
    await page.getByRole('button', { name: 'Pin Proposal v3' }).waitFor();
    await expect.poll(() => harness.signIns).toEqual({ visible: 1, silent: 1 });
    await expect.poll(() => harness.api.context.documents.find(({ id }) => id === 'd-1')?.pinned).toBe(false);
  });

  it('keeps the call when the sign-in runs out in it: a window signs in again', async () => {
    const { page, context, call } = await open();
    await call('connected');
    await page.getByRole('article', { name: 'Dana Reyes' }).waitFor();
    await page.locator('#ccp iframe').evaluate((frame) => frame.setAttribute('data-witness', 'first'));
    harness.refuseSilent = true;
    harness.api.token = 'another one: what the page has is refused now';
    await page.getByRole('button', { name: 'Unpin Proposal v3' }).click();
    await page.getByText('Your sign-in has run out').waitFor();
    const opened = context.waitForEvent('page');
    await page.getByRole('button', { name: 'Sign in' }).click();
    const signIn = await opened;
    await expect.poll(() => signIn.isClosed(), { timeout: 30_000 }).toBe(true);
    await page.getByText('Your sign-in has run out').waitFor({ state: 'detached' });
    // What was asked for without a sign-in has waited for it.
    await page.getByRole('button', { name: 'Pin Proposal v3' }).waitFor();
    await expect.poll(() => harness.api.context.documents.find(({ id }) => id === 'd-1')?.pinned).toBe(false);
    expect(await page.locator('#ccp iframe').getAttribute('data-witness')).toBe('first');
  });

  it('says so when it is not set up', async () => {
    const { page, axe } = await open({
      awaitCcp: false,
      prepare: async (opened) => {
        await opened.route('**/config.json', (route) => route.fulfill({ status: 404 }));
      },
    });
    await page.getByText('The desktop is not set up').waitFor();
    expect(await axe()).toEqual([]);
  });

  it('says what to check when the softphone does not answer', async () => {
    harness.ccpQuery = '?silent';
    const { page, axe } = await open();
    await page.getByText('approved origins').waitFor();
    expect(await axe()).toEqual([]);
  });

  it('scrolls through 500 people and 2,000 documents', async () => {
    harness.api.context = largeDeal(500, 2000);
    const { page, complaints } = await open({ hash: DEAL });
    await page.getByRole('article', { name: 'Person 0' }).waitFor();
    const { rows, boxes } = await page.evaluate(() => {
      const lists = [...document.querySelectorAll('#deal :is(ul, li)')];
      const watched = lists.filter((element) => getComputedStyle(element).contentVisibility === 'auto');
      return { rows: document.querySelectorAll('#deal :is(article, .file)').length, boxes: watched.length };
    });
    // All of it is in the page, for its search and for screen readers (CSS Containment 2, `content-visibility: auto`); what the
    // browser watches is parts, not rows.
    expect(rows).toBe(2_500);
    expect(boxes).toBe(2_500 / 20 - 2);
    await page.getByRole('article', { name: 'Person 499' }).scrollIntoViewIfNeeded();
    await page.getByRole('button', { name: 'Edit Person 499' }).click();
    await page.getByLabel('Role in this deal').waitFor();
    expect(complaints).toEqual([]);
  });
});
