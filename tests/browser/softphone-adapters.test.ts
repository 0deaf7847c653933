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

it('the agent workspace refuses an app without permissions; closed and opened again in mid-call with them, it knows the call', async () => {
  const world = await openWorld();
  try {
    const { page, pageOrigin, connectOrigin, control } = world;
    await control('apps', [{ name: 'Deals', url: `${pageOrigin}/workspace` }]);
    await page.goto(`${connectOrigin}/agent-app-v2/`);
    await signIn(page);
    const frame = await inWorkspace(world);
    await expect.poll(() => frame.evaluate(() => globalThis.heard.health), { timeout: 8_000 }).toBe('not-permitted');
    expect(await frame.evaluate(() => globalThis.heard.agent)).toBeUndefined();

    const permitted = [{ name: 'Deals', url: `${pageOrigin}/workspace`, permissions: ['*'] }];
    const close = async (): Promise<void> => {
      await control('apps', []);
      await page.waitForSelector('iframe[title="Deals"]', { state: 'detached' });
    };
    const reopen = async (): Promise<Frame> => {
      await close();
      await control('apps', permitted);
      return inWorkspace(world);
    };
    const softphone = page.frameLocator('iframe[title="Softphone"]');
    await softphone.getByRole('combobox', { name: 'Your status' }).selectOption({ label: 'Available' });
    const before = await reopen();
    const id = await world.startCall({ callId: 'call-1' });
    const phaseIn = (one: Frame) => one.evaluate((call) => globalThis.heard.calls[call]?.phase, id);
    await expect.poll(() => phaseIn(before), { timeout: 8_000 }).toBe('ringing');
    expect(await before.evaluate((call) => globalThis.softphone.accept(call), id)).toBe('done');
    await expect.poll(() => phaseIn(before), { timeout: 8_000 }).toBe('connected');
    const after = await reopen();
    await expect.poll(() => phaseIn(after), { timeout: 8_000 }).toBe('connected');
    expect(await after.evaluate((call) => globalThis.heard.calls[call]?.call.attributes, id)).toMatchObject({
      callId: 'call-1',
    });
    expect(await after.evaluate((call) => globalThis.softphone.leave(call), id)).toBe('done');
    await expect.poll(() => phaseIn(after), { timeout: 8_000 }).toBe('ended');
    expect(await after.evaluate(() => globalThis.heard.reported)).toEqual([]);
  } finally {
    await world.close();
  }
});
