import type { FrameLocator, Locator } from 'playwright-core';

/** There as soon as the softphone is signed in. */
export const statusIn = (softphone: FrameLocator): Locator =>
  softphone.getByRole('combobox', { name: /your status|after this/i });

export async function beAvailableIn(softphone: FrameLocator): Promise<void> {
  await statusIn(softphone).selectOption({ label: 'Available' });
  await softphone
    .getByRole('heading', { level: 1 })
    .getByText(/available/i)
    .waitFor();
}
