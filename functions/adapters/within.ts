import { setTimeout as delay } from 'node:timers/promises';

/** What comes of the work; undefined when it is not done in so many milliseconds. It goes on, and nobody hears how it ends. */
export async function within<Result>(work: Promise<Result>, milliseconds: number): Promise<Result | undefined> {
  const patience = new AbortController();
  const { signal } = patience;
  work.catch(() => undefined);
  try {
    return await Promise.race([work, delay(milliseconds, undefined, { signal })]);
  } finally {
    patience.abort();
  }
}
