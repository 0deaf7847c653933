import { setTimeout as delay } from 'node:timers/promises';

/** Looks again until `look` gives something; says what it was waiting for when it never does. */
export async function waitFor<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  { withinMs = 20_000, everyMs = 50 }: { withinMs?: number; everyMs?: number } = {},
): Promise<T> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined && seen !== false) return seen;
    if (performance.now() > deadline) throw new Error(`waited ${withinMs} ms in vain for ${what}`);
    await delay(everyMs);
  }
}
