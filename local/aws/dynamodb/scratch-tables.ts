/** A second dynalite in memory, where a write can be tried on a copy of its item without anybody seeing it. */
import { startDynalite } from './dynalite-server.ts';
import { createItemLocks } from './item-locks.ts';
import { asItem, createTableStore, type Input, type Item, itemName, type TableStore } from './table-store.ts';

export interface ScratchTables {
  /**
   * @returns the item as the write would leave it
   * @throws AwsError as the write would
   */
  attempt(
    table: string,
    key: Item,
    before: Item | undefined,
    operation: string,
    input: Input,
  ): Promise<Item | undefined>;
  forget(table: string): void;
  stop(): Promise<void>;
}

export const createScratchTables = (original: TableStore): ScratchTables => {
  let starting: Promise<{ store: TableStore; stop(): Promise<void> }> | undefined;
  const start = async () => {
    const dynalite = await startDynalite();
    return { store: createTableStore(dynalite), stop: () => dynalite.stop() };
  };
  const copies = new Map<string, Promise<string>>();
  const locks = createItemLocks();
  let generation = 0;

  const copyOf = (table: string, store: TableStore): Promise<string> => {
    const existing = copies.get(table);
    if (existing !== undefined) return existing;
    const creating = createCopy(table, store);
    copies.set(table, creating);
    creating.catch(() => copies.delete(table));
    return creating;
  };
  const createCopy = async (table: string, store: TableStore): Promise<string> => {
    const { KeySchema, AttributeDefinitions } = await original.describe(table);
    const keyNames = await original.keyNames(table);
    generation += 1;
    const name = `scratch-${generation}`;
    const definitions = Array.isArray(AttributeDefinitions) ? AttributeDefinitions : [];
    await store.call('CreateTable', {
      TableName: name,
      KeySchema,
      // Only the key's attributes may be defined, and here there is no index.
      AttributeDefinitions: definitions.filter(({ AttributeName }) => keyNames.includes(AttributeName)),
      BillingMode: 'PAY_PER_REQUEST',
    });
    for (;;) {
      if ((await store.describe(name)).TableStatus === 'ACTIVE') return name;
    }
  };

  return {
    async attempt(table, key, before, operation, input) {
      starting ??= start();
      const { store } = await starting;
      const copy = await copyOf(table, store);
      return locks.run([itemName(copy, key)], async () => {
        if (before !== undefined) await store.call('PutItem', { TableName: copy, Item: before });
        try {
          await store.call(operation, { ...input, TableName: copy });
          const after = await store.get(copy, key);
          return after === undefined ? undefined : asItem(after);
        } finally {
          await store.call('DeleteItem', { TableName: copy, Key: key }).catch(() => undefined);
        }
      });
    },
    forget: (table) => copies.delete(table),
    async stop() {
      if (starting !== undefined) await (await starting).stop();
    },
  };
};
