/** What an agent does with the documents of the deal. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentView } from '../../functions/core/contracts/opportunity-context.ts';
import { PART_BYTES } from '../../functions/core/contracts/resumable-upload.ts';
import { grant } from '../system/browser.ts';
import { DEAL, desktopSuite, expectPresentable, SIZES } from '../widget/harness/desktop-suite.ts';
import { sampleDeal } from '../widget/harness/sample-deal.ts';

const many = (count: number) => {
  const deal = sampleDeal();
  const [file] = deal.documents;
  if (!file) throw new Error('the sample has documents');
  const copies = Array.from({ length: count }, (_, index) => ({
    ...file,
    id: `f-${index}`,
    title: `File ${index}`,
    tags: index % 2 === 0 ? ['even'] : [],
    pinned: false,
  }));
  return { ...deal, documents: [...deal.documents, ...copies] };
};

describe('the documents', () => {
  const suite = desktopSuite();
  const stored = (id: string) => suite.harness.api.context.documents.find((one) => one.id === id);

  it.each(SIZES)('are renamed, tagged and found at %i px, %s', async (width, scheme) => {
    suite.harness.api.context = many(20);
    const desk = await suite.open({ width, scheme, hash: DEAL });
    const { page, complaints } = desk;
    if (width < 701) await page.locator('.parts').getByRole('button', { name: 'Documents' }).click();
    await page.getByRole('searchbox', { name: 'Find by name' }).waitFor();
    await page.getByText('larger than allowed').waitFor();
    await expectPresentable(desk, 'desktop-documents');
    await page.getByRole('button', { name: 'Edit Prices per depot' }).click();
    const form = page.getByRole('form', { name: 'Prices per depot' });
    await form.getByLabel('Name').fill('Prices 2027');
    await form.getByLabel('Category').fill('Finance');
    await form.getByLabel('Tags').fill('Board, final');
    await expectPresentable(desk, 'desktop-document-editing');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Finance' }).waitFor();
    expect(stored('d-6')).toMatchObject({ title: 'Prices 2027', category: 'Finance', tags: ['Board', 'final'] });

    await page.getByRole('searchbox', { name: 'Find by name' }).fill('finance prices');
    await expect.poll(() => page.locator('.file').count()).toBe(1);
    await page.getByRole('searchbox', { name: 'Find by name' }).fill('');
    await page.getByRole('button', { name: 'even', exact: true }).click();
    await expect.poll(() => page.locator('.file').count()).toBe(10);
    await page.getByText('10 of 26 documents').waitFor({ state: 'attached' });
    await page.getByRole('searchbox', { name: 'Find by name' }).fill('no such thing');
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect.poll(() => page.locator('.file').count()).toBe(26);
    expect(complaints).toEqual([]);
  });

  it.each(SIZES)('show a table as a table at %i px, %s', async (width, scheme) => {
    const desk = await suite.open({ width, scheme, hash: DEAL });
    const { page, complaints } = desk;
    if (width < 701) await page.locator('.parts').getByRole('button', { name: 'Documents' }).click();
    await page.getByRole('button', { name: 'Open Prices per depot' }).click();
    const table = page.getByRole('table', { name: '3 rows, 4 columns' });
    await table.getByRole('columnheader', { name: 'Monthly price' }).waitFor();
    expect(await table.getByRole('cell').allTextContents()).toEqual(
      [
        ['Oslo', '24', '31.920,00', 'Charging first, "asap"'],
        ['Berlin', '40', '51.240,50', '=HYPERLINK("https://evil.example")'],
        ['Łódź', '20', '24.100,00', '<b>two lines</b>'],
      ].flat(),
    );
    await expectPresentable(desk, 'desktop-table');
    expect(complaints).toEqual([]);
  });

  it('never overwrite somebody else’s change unseen', async () => {
    const { page } = await suite.open({ hash: DEAL });
    await page.getByRole('button', { name: 'Edit Proposal v3' }).click();
    const { api } = suite.harness;
    api.context = {
      ...api.context,
      documents: api.context.documents.map((one) =>
        one.id === 'd-1' ? { ...one, title: 'Proposal v4', category: 'Offers', version: 2 } : one,
      ),
    };
    await page.getByRole('form').getByLabel('Name').fill('Proposal, final');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const row = page.getByRole('row', { name: /Name/ });
    await row.waitFor();
    expect(await row.getByRole('cell').allTextContents()).toEqual(['Proposal, final', 'Proposal v4']);
    await page.getByRole('button', { name: 'Save mine' }).click();
    await page.getByRole('button', { name: 'Open Proposal, final' }).waitFor();
    expect(stored('d-1')).toMatchObject({ title: 'Proposal, final', category: 'Offers' });
  });

  it('appear by themselves when they have come from the CRM', async () => {
    const { page } = await suite.open({ hash: DEAL });
    expect(await page.getByRole('button', { name: 'Open Master agreement' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Open Fleet by depot' }).waitFor();
    const { api } = suite.harness;
    api.context = {
      ...api.context,
      documents: api.context.documents.map((one) => (one.id === 'd-4' ? { ...one, state: 'ready', version: 2 } : one)),
    };
    await page.getByText('Master agreement, signed has arrived').waitFor();
    expect(await page.getByRole('button', { name: 'Open Master agreement' }).isEnabled()).toBe(true);
  });

  it.each(SIZES)(
    'get new versions, older ones are opened and made current again, at %i px, %s',
    async (width, scheme) => {
      const desk = await suite.open({ width, scheme, hash: DEAL });
      const { page, complaints } = desk;
      if (width < 701) await page.locator('.parts').getByRole('button', { name: 'Documents' }).click();
      await page.getByRole('button', { name: 'Edit Minutes of 12 November' }).click();
      const form = page.getByRole('form', { name: 'Minutes of 12 November' });
      const file = { name: 'minutes-2.txt', mimeType: 'text/plain', buffer: Buffer.from('Decided otherwise') };
      await form.getByLabel('New version').setInputFiles(file);
      await page.getByText('minutes-2.txt uploaded').waitFor();
      const newest = form.getByRole('listitem').filter({ hasText: 'Version 2' });
      await newest.getByText('current', { exact: true }).waitFor();
      await expectPresentable(desk, 'desktop-document-versions');
      await form.getByRole('button', { name: 'Make current: version 1' }).press('Enter');
      await page.getByText('Minutes of 12 November shows version 1 again').waitFor();
      const asked = suite.harness.api.requests.find(({ method, path }) => method === 'PATCH' && path.endsWith('/d-3'));
      expect(asked?.body).toEqual({ fileVersion: 1 });
      const [opened] = await Promise.all([
        page.context().waitForEvent('page'),
        form.getByRole('button', { name: 'Open version 1', exact: true }).press('Enter'),
      ]);
      await opened.close();
      await expect
        .poll(() => suite.harness.api.requests.map(({ path }) => path))
        .toContainEqual(expect.stringMatching(/\/d-3\/link\?disposition=inline&version=1$/));
      expect(complaints).toEqual([]);
    },
  );

  describe('that are large', () => {
    const large = { name: 'film.zip', mimeType: 'application/zip', buffer: Buffer.alloc(2 * PART_BYTES + 9, 'film') };
    /** The same file on the disk: a buffer would be another one each time it is chosen. */
    let path: string;
    beforeAll(async () => {
      path = join(await mkdtemp(join(tmpdir(), 'large-')), large.name);
      await writeFile(path, large.buffer);
    });
    afterAll(() => rm(dirname(path), { recursive: true, force: true }));

    it('go on after a reload with the parts that are missing', async () => {
      const { api } = suite.harness;
      const { page, complaints } = await suite.open({ hash: DEAL });
      const begun = Promise.withResolvers<void>();
      api.takesPart = (number) => {
        if (number === 2) begun.resolve();
        return number !== 2;
      };
      await page.getByLabel('Upload', { exact: true }).setInputFiles(path);
      await begun.promise;
      await page.reload();
      api.takesPart = () => true;
      await page.getByText('film.zip is not whole yet.').waitFor();
      await page.getByLabel('Upload', { exact: true }).setInputFiles(path);
      await page.getByText('film.zip uploaded').waitFor();
      expect([...api.partUploads.values()]).toEqual([{ bytes: large.buffer.length, parts: [1, 2, 3] }]);
      expect(await page.getByText('is not whole yet').count()).toBe(0);
      expect(await page.evaluate(() => sessionStorage.getItem('unfinished-uploads'))).toBe('[]');
      await page.getByRole('button', { name: 'Open film' }).waitFor();
      expect(complaints.filter((words) => !words.includes('503'))).toEqual([]);
    });

    it('try a part again by themselves when the storage stumbles', async () => {
      const { api } = suite.harness;
      const { page } = await suite.open({ hash: DEAL });
      let failures = 2;
      api.takesPart = () => failures-- <= 0;
      await page.getByLabel('Upload', { exact: true }).setInputFiles(path);
      await page.getByText('film.zip uploaded').waitFor();
      expect([...api.partUploads.values()]).toMatchObject([{ parts: [1, 2, 3] }]);
    });

    it('leave nothing when they are cancelled or discarded', async () => {
      const { api } = suite.harness;
      const { page } = await suite.open({ hash: DEAL });
      api.takesPart = (number) => number !== 2;
      await page.getByLabel('Upload', { exact: true }).setInputFiles(path);
      await expect.poll(() => [...api.partUploads.values()][0]?.parts).toEqual([1]);
      await page.getByRole('button', { name: 'Cancel film.zip' }).click();
      await expect.poll(() => api.partUploads.size).toBe(0);
      await page.getByLabel('Upload', { exact: true }).setInputFiles(path);
      await expect.poll(() => [...api.partUploads.values()][0]?.parts).toEqual([1]);
      await page.reload();
      await page.getByRole('button', { name: 'Discard' }).click();
      await expect.poll(() => api.partUploads.size).toBe(0);
      expect(await page.getByText('is not whole yet').count()).toBe(0);
    });
  });

  const FAILURES: readonly [Partial<DocumentView>, string, boolean][] = [
    [{ state: 'failed', reason: 'http-error', httpStatus: 401 }, 'The CRM wants a sign-in for it.', true],
    [{ state: 'failed', reason: 'http-error', httpStatus: 403 }, 'does not let this system have it.', true],
    [{ state: 'failed', reason: 'http-error', httpStatus: 404 }, 'does not have it any more.', true],
    [{ state: 'failed', reason: 'http-error', httpStatus: 500 }, 'refused to hand it out.', true],
    [{ state: 'failed', reason: 'unreachable' }, 'did not answer.', true],
    [{ state: 'failed', reason: 'too-large' }, 'larger than allowed', false],
    [{ state: 'failed', reason: 'type-not-allowed' }, 'This type of file is not allowed.', false],
    [{ state: 'failed', reason: 'content-mismatch' }, 'Its content is not what its type says.', false],
    [{ state: 'failed', reason: 'host-not-allowed' }, 'not among the allowed hosts.', false],
    [{ state: 'failed', reason: 'private-address' }, 'Its address is not public.', false],
    [{ state: 'ready', reason: 'unreachable' }, 'This is the last good version;', true],
  ];
  it('that are not there say why, and what the CRM may hand out after all is fetched again', async () => {
    const { context } = suite.harness.api;
    const [sample = expect.fail()] = context.documents;
    const nameOf = (index: number) => `File ${'ABCDEFGHIJK'.charAt(index)}`;
    const failed = FAILURES.map(([state], index) => ({
      ...sample,
      ...state,
      id: `x-${index}`,
      title: nameOf(index),
    }));
    suite.harness.api.context = { ...context, documents: failed };
    const desk = await suite.open({ hash: DEAL });
    const { page, complaints } = desk;
    for (const [index, [, words, isFetchable]] of FAILURES.entries()) {
      const row = page.getByRole('listitem').filter({ hasText: nameOf(index) });
      await row.getByText(words).waitFor();
      expect(await row.getByRole('button', { name: 'Fetch again' }).count(), words).toBe(isFetchable ? 1 : 0);
    }
    await expectPresentable(desk, 'desktop-document-failures');
    await page.getByRole('button', { name: 'Fetch again: File B' }).press('Enter');
    await page.getByRole('listitem').filter({ hasText: 'File B' }).getByText('coming from the CRM').waitFor();
    expect(complaints).toEqual([]);
  });

  it.each(SIZES)('are shared by links that end and can be revoked, at %i px, %s', async (width, scheme) => {
    const desk = await suite.open({ width, scheme, hash: DEAL });
    const { page, context, complaints } = desk;
    await grant(context, ['clipboard-read', 'clipboard-write']);
    if (width < 701) await page.locator('.parts').getByRole('button', { name: 'Documents' }).click();
    await page.getByRole('button', { name: 'Edit Proposal v3' }).click();
    const opener = page.getByRole('button', { name: 'Share Proposal v3' });
    await opener.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Share Proposal v3' });
    await dialog.getByText('None.').waitFor();
    await dialog.getByRole('button', { name: '1 day' }).press('Enter');
    await dialog.getByText(/Link copied\. It works until /).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/\/shares\/t{43}$/);
    expect(await dialog.getByRole('textbox', { name: 'Link' }).inputValue()).toMatch(/\/shares\/t{43}$/);
    await dialog.getByText(/by ana, .* · not opened yet/).waitFor();
    await expectPresentable(desk, 'desktop-share');
    await dialog.getByRole('button', { name: /^Revoke the link until/ }).press('Enter');
    await dialog.getByText('The link is revoked').waitFor();
    await dialog.getByText('None.').waitFor();
    expect(await dialog.getByRole('textbox').count()).toBe(0);
    expect(suite.harness.api.shares).toEqual([]);
    // Escape closes the dialog alone: the form behind it stays, with the focus where it was.
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('form', { name: 'Proposal v3' }).waitFor();
    await expect.poll(() => opener.evaluate((button) => button === document.activeElement)).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('are not shared where the source does not want it', async () => {
    suite.harness.api.shareHours = [];
    const { page } = await suite.open({ hash: DEAL });
    await page.getByRole('button', { name: 'Open Proposal v3' }).click();
    await page.getByRole('button', { name: 'Share Proposal v3' }).click();
    await page.getByText('switched off here').waitFor();
    expect(await page.getByRole('button', { name: '1 hour' }).count()).toBe(0);
  });

  it('say when a link could not be made, and are shared after all when the browser lets nobody copy', async () => {
    const { page } = await suite.open({ hash: DEAL });
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', {
        value: { writeText: () => Promise.reject(new Error('not allowed')) },
      });
    });
    await page.getByRole('button', { name: 'Open Proposal v3' }).click();
    await page.getByRole('button', { name: 'Share Proposal v3' }).click();
    const dialog = page.getByRole('dialog');
    suite.harness.api.faults = [{ path: /\/shares$/, method: 'POST', code: 'try-again', times: 1 }];
    await dialog.getByRole('button', { name: '7 days' }).click();
    await dialog.getByText('Something went wrong on the server').waitFor();
    await dialog.getByRole('button', { name: '7 days' }).click();
    await dialog.getByText(/The link is ready\. It works until/).waitFor();
    await dialog.getByRole('button', { name: 'Copy' }).click();
    await dialog.getByText('The browser does not let this page copy').waitFor();
  });
});
