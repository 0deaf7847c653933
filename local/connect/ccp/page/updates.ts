import type { Update } from './wire.ts';

/** The newest update, and a way to wait for one that shows what an operation has brought about. */
export class Updates {
  #newest: Update | undefined;
  readonly #listeners = new Set<(update: Update) => void>();

  get newest(): Update | undefined {
    return this.#newest;
  }

  /** Answers the one before. */
  set(update: Update): Update | undefined {
    const before = this.#newest;
    this.#newest = update;
    for (const listener of [...this.#listeners]) listener(update);
    return before;
  }

  /** What `find` sees in this or a later update; `undefined` when it has not come within the time. */
  until<T>(find: (update: Update) => T | undefined, withinMs: number): Promise<T | undefined> {
    const now = this.#newest && find(this.#newest);
    if (now !== undefined) return Promise.resolve(now);
    const { promise, resolve } = Promise.withResolvers<T | undefined>();
    const listener = (update: Update) => {
      const found = find(update);
      if (found !== undefined) resolve(found);
    };
    this.#listeners.add(listener);
    const timer = setTimeout(() => resolve(undefined), withinMs);
    return promise.finally(() => {
      clearTimeout(timer);
      this.#listeners.delete(listener);
    });
  }
}
