import type { Frame } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeSoftphone } from './softphone/describe-softphone.ts';
import { openWorld, type SoftphoneWorld, signIn, softphoneFrame } from './softphone/softphone-world.ts';

/** The same of both; they differ by their capabilities alone. */
const BOTH = ['answer', 'dial', 'hold', 'add', 'merge', 'transfer', 'quick-connects', 'presence'] as const;

describeSoftphone('Streams', {
  capabilities: [...BOTH, 'frame', 'mute', 'swap', 'select'],
  async open({ page, pageOrigin, connectOrigin }) {
    await page.goto(`${pageOrigin}/streams?ccp=${encodeURIComponent(`${connectOrigin}/ccp-v2/`)}`);
    await signIn(page.frameLocator('iframe[title="Softphone"]'));
    return softphoneFrame(page);
  },
  async reload({ page }) {
    await page.reload();
    return softphoneFrame(page);
  },
});

const inWorkspace = ({ page }: SoftphoneWorld): Promise<Frame> => softphoneFrame(page, 'iframe[title="Deals"]');

describeSoftphone('the SDK of the agent workspace', {
  capabilities: BOTH,
  async open(world) {
    const { page, pageOrigin, connectOrigin, control } = world;
    await control('apps', [{ name: 'Deals', url: `${pageOrigin}/workspace`, permissions: ['*'] }]);
    await page.goto(`${connectOrigin}/agent-app-v2/`);
    await signIn(page);
    return inWorkspace(world);
  },
  async reload(world) {
    await world.page.reload();
    return inWorkspace(world);
  },
});

it('the agent workspace refuses an app without permissions, and the softphone says so', async () => {
  const world = await openWorld();
  try {
    const { page, pageOrigin, connectOrigin, control } = world;
    await control('apps', [{ name: 'Deals', url: `${pageOrigin}/workspace` }]);
    await page.goto(`${connectOrigin}/agent-app-v2/`);
    await signIn(page);
    const frame = await inWorkspace(world);
    await expect.poll(() => frame.evaluate(() => globalThis.heard.health), { timeout: 8_000 }).toBe('not-permitted');
    expect(await frame.evaluate(() => globalThis.heard.agent)).toBeUndefined();
  } finally {
    await world.close();
  }
});
