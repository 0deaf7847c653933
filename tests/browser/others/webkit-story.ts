/**
 * What an agent can do in Safari's engine: Amazon Connect does not support it, so there is no softphone; people and documents have
 * to work all the same, and the desktop has to say what is missing. A step that fails throws, and says what it waited for.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Endpoints } from '../../../local/parts.ts';
import { waitFor } from '../../system/wait-for.ts';
import { launchWebkit, type Webkit } from './webkit.ts';

const DEAL = '#opportunity/demo-crm/opp-1001';
/** The second as narrow as MiniBrowser makes its window: one column. */
const SIZES = [
  ['wide', 1280, 900],
  ['narrow', 360, 760],
] as const;

const button = (name: string): string => `//button[normalize-space()="${name}" or @aria-label="${name}"]`;
const open = (title: string): string => `//button[not(@disabled)][.//bdi[.="${title}"]]`;
const text = (words: string): string => `//*[contains(text(), "${words}")]`;
const labelled = (label: string): string => `//label[span="${label}"]//input`;

export async function tellStory(endpoints: Endpoints, driver: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'webkit-story-'));
  const webkit = await launchWebkit(driver);
  const step = (words: string): void => console.log(`✓ ${words}`);
  console.log(`WebKitGTK ${webkit.version}`);
  try {
    await webkit.resize(1280, 900);
    await webkit.go(`${endpoints.console}/?opportunity=opp-1001`);
    await webkit.click(button('Call Dana Reyes'));
    await webkit.see(text('call-'));
    step('the CRM asks for a call');

    await webkit.go(`${endpoints.desktop}/${DEAL}`);
    const agent = endpoints.agents.find(({ username }) => username === 'ben');
    await webkit.type('//input[@autocomplete="username"]', 'ben');
    await webkit.type('//input[@type="password"]', agent?.password ?? '');
    await webkit.click(button('Sign in'));
    await webkit.see('//h1[contains(., "Fleet renewal 2027")]');
    for (const name of ['Dana Reyes', 'Marcus Hale', 'Jonas Weber'])
      await webkit.see(`//article[contains(., "${name}")]`);
    step('one sign-in, and people and documents are there');

    await webkit.click(button('Edit Dana Reyes'));
    const role = labelled('Role in this deal');
    await webkit.type(role, 'Decides alone', 'replacing');
    await webkit.click(button('Save'));
    await webkit.see('//article//*[.="Decides alone"]');
    await webkit.reload();
    await webkit.see('//article//*[.="Decides alone"]');
    step('a person is corrected, and still is after a reload');

    for (const [title, shown] of [
      ['Notes of the site visit', '//pre[contains(., "Contoso offers 49,900")]'],
      ['Price list 2027', '//table//th'],
      ['Fleet by age', '//div[contains(@class, "sheet")]//img'],
      ['Proposal v3', '//section[@class="page"]/canvas'],
    ] as const) {
      await webkit.click(open(title));
      await webkit.see(shown);
      if (title === 'Proposal v3') await expectDrawn(webkit);
      await webkit.click(button('Close preview'));
    }
    step('text, table, picture and PDF are shown in place');

    const file = join(folder, 'offer.txt');
    writeFileSync(file, 'An offer');
    await webkit.type('//label[contains(., "Upload")]/input[@type="file"]', file, 'hidden');
    await webkit.click(open('offer'));
    await webkit.see('//pre[.="An offer"]');
    await webkit.click(button('Close preview'));
    step('a file is uploaded and shown');

    await webkit.see(button('Sign in to the softphone'));
    await webkit.click(button('Something wrong?'));
    await webkit.see(
      '//dialog//*[contains(text(), "use Chrome, Edge or Firefox") or contains(text(), "Use Chrome, Edge or Firefox")]',
    );
    await webkit.picture('webkit-diagnostics');
    await webkit.click('//dialog//button[@aria-label="Close"]');
    step('the desktop says that there is no softphone here, and which browsers have one');

    for (const [name, width, height] of SIZES) {
      await webkit.resize(width, height);
      // Drawn anew: WebKitGTK leaves parts of the wide page's backgrounds in the narrow one.
      await webkit.reload();
      await webkit.see('//article');
      await webkit.see(button('Sign in to the softphone'));
      const { content, window } = await webkit.run<{ content: number; window: number }>(
        'return { content: document.documentElement.scrollWidth, window: document.documentElement.clientWidth }',
      );
      if (content > window) throw new Error(`in a window of ${window} px the page is ${content} px wide`);
      await webkit.picture(`webkit-deal-${name}`);
    }
    step('nothing scrolls sideways; pictures are in .artefacts/screens');
  } catch (error) {
    await webkit.picture('webkit-failed').catch(() => undefined);
    throw error;
  } finally {
    await webkit.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A canvas that nothing was drawn on is transparent everywhere. */
const expectDrawn = (webkit: Webkit): Promise<unknown> =>
  waitFor('the page of the PDF to be drawn', () =>
    webkit.run<boolean>(
      `const canvas = document.querySelector('section.page canvas');
       const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
       return data.some((byte, index) => index % 4 === 0 && byte < 128 && data[index + 3] > 0);`,
    ),
  );
