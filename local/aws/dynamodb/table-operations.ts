/** The operations on tables: dynalite's, with the account's ARNs and the settings that it does not keep. */
import { notServed } from '../errors.ts';
import type { TableSettingsKeeper } from './table-settings.ts';
import { asObject, type Input, type TableStore } from './table-store.ts';

export type TableOperations = ReadonlyMap<string, (input: Input) => Promise<Input>>;

export const createTableOperations = (parts: {
  store: TableStore;
  settings: TableSettingsKeeper;
  arnOf: (table: string) => string;
  forget: (table: string) => void;
}): TableOperations => {
  const { store, settings, arnOf, forget } = parts;

  const present = (value: unknown): Input => {
    const description = asObject(value);
    const arn = arnOf(String(description.TableName));
    const indexes = (list: unknown) =>
      Array.isArray(list)
        ? list.map((index) => ({ ...asObject(index), IndexArn: `${arn}/index/${index.IndexName}` }))
        : list;
    const { GlobalSecondaryIndexes: global, LocalSecondaryIndexes: local } = description;
    return settings.complete({
      ...description,
      TableArn: arn,
      ...(global === undefined ? {} : { GlobalSecondaryIndexes: indexes(global) }),
      ...(local === undefined ? {} : { LocalSecondaryIndexes: indexes(local) }),
    });
  };
  const existing = async (input: Input): Promise<void> => {
    await store.describe(String(input.TableName));
  };

  const operations: Record<string, (input: Input) => Promise<Input>> = {
    async CreateTable(input) {
      const { TableDescription } = await store.call('CreateTable', input);
      await settings.noteTable(input);
      if (Array.isArray(input.Tags) && input.Tags.length > 0) {
        await store.call('TagResource', { ResourceArn: arnOf(String(input.TableName)), Tags: input.Tags });
      }
      return { TableDescription: present(TableDescription) };
    },
    async DescribeTable(input) {
      return { Table: present(await store.describe(String(input.TableName))) };
    },
    async UpdateTable(input) {
      refuseIndexChanges(input);
      await settings.noteTable(input);
      const changes = ['BillingMode', 'ProvisionedThroughput', 'GlobalSecondaryIndexUpdates'];
      if (!changes.some((change) => input[change] !== undefined)) {
        return { TableDescription: present(await store.describe(String(input.TableName))) };
      }
      const { TableDescription } = await store.call('UpdateTable', input);
      return { TableDescription: present(TableDescription) };
    },
    async DeleteTable(input) {
      const table = String(input.TableName);
      settings.requireDeletable(table);
      const { TableDescription } = await store.call('DeleteTable', input);
      const description = present(TableDescription);
      forget(table);
      await settings.drop(table);
      return { TableDescription: description };
    },
    async UpdateTimeToLive(input) {
      await existing(input);
      return settings.updateTimeToLive(input);
    },
    async DescribeTimeToLive(input) {
      await existing(input);
      return settings.describeTimeToLive(input);
    },
    async UpdateContinuousBackups(input) {
      await existing(input);
      return settings.updateContinuousBackups(input);
    },
    async DescribeContinuousBackups(input) {
      await existing(input);
      return settings.describeContinuousBackups(input);
    },
  };
  return new Map(Object.entries(operations));
};

/** dynalite answers these with success and does nothing. */
const refuseIndexChanges = ({ GlobalSecondaryIndexUpdates: updates }: Input): void => {
  const changes = Array.isArray(updates) ? updates.map(asObject) : [];
  if (changes.some(({ Create, Delete }) => Create !== undefined || Delete !== undefined)) {
    throw notServed('Adding or removing a global secondary index of an existing table');
  }
};
