/** One writer at a time per item. Several items are taken in sorted order, so that two transactions cannot wait for each other. */
export interface ItemLocks {
  run<T>(items: readonly string[], work: () => Promise<T>): Promise<T>;
}

export const createItemLocks = (): ItemLocks => {
  const tails = new Map<string, Promise<void>>();

  const acquire = async (item: string): Promise<() => void> => {
    const before = tails.get(item);
    const { promise, resolve } = Promise.withResolvers<void>();
    tails.set(item, promise);
    await before;
    return () => {
      if (tails.get(item) === promise) tails.delete(item);
      resolve();
    };
  };

  return {
    async run(items, work) {
      const releases: (() => void)[] = [];
      for (const item of [...new Set(items)].sort()) releases.push(await acquire(item));
      try {
        return await work();
      } finally {
        for (const release of releases) release();
      }
    },
  };
};
