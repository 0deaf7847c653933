/** Documents on the running system in a real browser: the storage is another origin, the reader has no sign-in. */
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { OpportunityContext } from '../../functions/core/contracts/opportunity-context.ts';
import { PART_BYTES } from '../../functions/core/contracts/resumable-upload.ts';
import { type AgentApi, agentApi } from '../system/agent-api.ts';
import { launchBrowser } from '../system/browser.ts';
import { Desktop } from '../system/pages.ts';
import { callRequested, post, SOURCE_ID } from '../system/source.ts';
import { waitFor } from '../system/wait-for.ts';

const endpoints = inject('endpoints');
const sha = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
let browser: Browser;
let api: AgentApi;
/** A large file, of which every part is different. */
let path: string;

beforeAll(async () => {
  [browser, api] = await Promise.all([launchBrowser(), agentApi(endpoints, 'ana')]);
  path = join(await mkdtemp(join(tmpdir(), 'large-')), 'archive.zip');
  await writeFile(path, Buffer.from(Array.from({ length: 2 * PART_BYTES + 5_000 }, (_, index) => (index >> 12) & 255)));
});
afterAll(async () => {
  await browser.close();
  await rm(dirname(path), { recursive: true, force: true });
});

/** An opportunity of its own, shown at ana's desktop. */
async function openDeal(): Promise<{ desk: Desktop; context: () => Promise<OpportunityContext> }> {
  const { data, timestamp } = callRequested();
  const { opportunity, contacts } = data;
  await post(endpoints, { type: 'opportunity.updated', timestamp, data: { opportunity, contacts } });
  const address = `/opportunities/${SOURCE_ID}/${opportunity.id}`;
  await waitFor('the opportunity to be stored', async () => (await api.get(address)).status === 200);
  const desk = await Desktop.open(browser, endpoints, 'ana');
  await desk.page.goto(`${endpoints.desktop}/#opportunity/${SOURCE_ID}/${opportunity.id}`);
  await desk.page.reload();
  await desk.main.getByRole('heading', { name: 'Documents' }).waitFor();
  return { desk, context: async () => (await api.get<OpportunityContext>(address)).body };
}

describe('a large file', () => {
  it('is interrupted by a reload, goes on, is shared with somebody without a sign-in, and no longer once that is revoked', async () => {
    const { desk, context } = await openDeal();
    const { page, main } = desk;
    const interrupted = Promise.withResolvers<void>();
    await page.route(/partNumber=2/, async (route) => {
      interrupted.resolve();
      await route.abort();
    });
    await main.getByLabel('Upload', { exact: true }).setInputFiles(path);
    await interrupted.promise;
    await page.reload();
    await page.unroute(/partNumber=2/);
    const sent: string[] = [];
    page.on('request', (request) => {
      const number = /partNumber=(\d)/.exec(request.url())?.[1];
      if (number !== undefined && request.method() === 'PUT') sent.push(number);
    });
    await main.getByText('archive.zip is not whole yet.').waitFor();
    await main.getByLabel('Upload', { exact: true }).setInputFiles(path);
    await page.getByText('archive.zip uploaded').waitFor();
    expect(sent).toEqual(['2', '3']);
    await waitFor('the document to be ready', async () => (await context()).documents[0]?.state === 'ready');

    await main.getByRole('button', { name: 'Edit archive' }).click();
    await main.getByRole('button', { name: 'Share archive' }).click();
    const dialog = page.getByRole('dialog', { name: 'Share archive' });
    await dialog.getByRole('button', { name: '1 hour' }).click();
    const url = await dialog.getByRole('textbox', { name: 'Link' }).inputValue();

    const stranger = await browser.newContext();
    const outside = await stranger.newPage();
    const [download] = await Promise.all([
      outside.waitForEvent('download'),
      // The answer is a download: the browser does not leave the page it is on.
      outside.goto(url).catch(() => undefined),
    ]);
    expect(download.suggestedFilename()).toBe('archive.zip');
    expect(sha(await readFile(await download.path()))).toBe(sha(await readFile(path)));

    await dialog.getByRole('button', { name: 'Revoke the link' }).click();
    await dialog.getByText('The link is revoked').waitFor();
    const answer = await outside.goto(url);
    expect(answer?.status()).toBe(404);
    await outside.getByRole('heading', { name: 'This link does not work' }).waitFor();
    expect((await context()).activity.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['document.shared', 'document.opened', 'document.unshared']),
    );
    await stranger.close();
    await desk.context.close();
  });
});
