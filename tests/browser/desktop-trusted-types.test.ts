/**
 * No text becomes code on the desktop: `require-trusted-types-for 'script'` with one policy of ours, under which Streams and
 * pdf.js work as they are shipped. The harness's policy is held to the deployed one below.
 */
import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../lib/content-security-policy.ts';
import { exampleConfiguration } from '../lib/synthesize.ts';
import { DEAL, desktopSuite } from '../widget/harness/desktop-suite.ts';

const TRUSTED_TYPES = /require-trusted-types-for[^;]*; trusted-types[^;]*/;

describe('Trusted Types on the desktop', () => {
  const suite = desktopSuite();

  it('let a call and every kind of document through without one violation', async () => {
    const { page, complaints, call } = await suite.open({ hash: DEAL });
    // From now on; what came before is among the complaints.
    await page.evaluate(() => {
      const refused: string[] = [];
      Object.assign(globalThis, { refused });
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample, sourceFile }) =>
        refused.push(`${violatedDirective} ${sample} ${sourceFile}`),
      );
    });
    await call('connecting');
    await call('connected');
    await page.getByText('On the line').first().waitFor();
    const documents = page.locator('.file-open:enabled');
    const count = await documents.count();
    let pages = 0;
    for (let index = 0; index < count; index += 1) {
      await documents.nth(index).click();
      await page.locator('.preview .sheet > *').first().waitFor();
      pages += await page.locator('.preview section.page').count();
      await page.getByRole('button', { name: 'Close preview' }).click();
    }
    expect(count).toBeGreaterThan(3);
    expect(pages).toBeGreaterThan(1);
    expect(complaints).toEqual([]);
    expect(await page.evaluate(() => (globalThis as unknown as { refused: string[] }).refused)).toEqual([]);
  });

  it('refuse text as a script, as the address of one, and as HTML, and any other policy', async () => {
    const { page } = await suite.open({ hash: DEAL });
    const attempts = await page.evaluate(() => {
      const outcomeOf = (act: () => void): string => {
        try {
          act();
          return 'done';
        } catch (error) {
          return error instanceof Error ? error.name : String(error);
        }
      };
      const { trustedTypes } = globalThis as unknown as {
        trustedTypes: { createPolicy(name: string, rules: object): void };
      };
      return {
        address: outcomeOf(() => {
          document.createElement('script').src = '/signed-in.js';
        }),
        script: outcomeOf(() => {
          document.createElement('script').text = 'void 0';
        }),
        worker: outcomeOf(() => void new Worker('/pdf-worker.js')),
        html: outcomeOf(() => {
          document.createElement('div').innerHTML = '<b>x</b>';
        }),
        otherPolicy: outcomeOf(() => trustedTypes.createPolicy('other', {})),
        defaultPolicy: outcomeOf(() => trustedTypes.createPolicy('default', {})),
        samePolicy: outcomeOf(() => trustedTypes.createPolicy('opportunity-cti', {})),
      };
    });
    expect(Object.entries(attempts).filter(([, outcome]) => outcome !== 'TypeError')).toEqual([]);
  });

  it('stand in the deployed policy as they do here', async () => {
    const { headers } = await fetch(suite.harness.desktop);
    const here = TRUSTED_TYPES.exec(headers.get('content-security-policy') ?? '')?.[0];
    expect(here).toBe("require-trusted-types-for 'script'; trusted-types opportunity-cti");
    expect(TRUSTED_TYPES.exec(contentSecurityPolicy(exampleConfiguration()))?.[0]).toBe(here);
  });
});
