/** Typed calls into dynalite for what the edge does around a forwarded request. */
import { AwsError } from '../errors.ts';
import type { DynaliteServer } from './dynalite-server.ts';

export type AttributeValue = Readonly<Record<string, unknown>>;
export type Item = Readonly<Record<string, AttributeValue>>;
export type Input = Readonly<Record<string, unknown>>;

export interface TableStore {
  /** @throws AwsError with the code and message that dynalite gave */
  call(operation: string, input: Input): Promise<Input>;
  get(table: string, key: Item): Promise<Item | undefined>;
  /** The names of the key's attributes, partition key first. */
  keyNames(table: string): Promise<readonly string[]>;
  keyOf(table: string, item: Item): Promise<Item>;
  describe(table: string): Promise<Input>;
  forget(table: string): void;
}

export const createTableStore = (dynalite: DynaliteServer): TableStore => {
  const known = new Map<string, Promise<readonly string[]>>();

  const call = async (operation: string, input: Input): Promise<Input> => {
    const answer = await dynalite.call(operation, JSON.stringify(input));
    const output = answer.body === '' ? {} : asObject(JSON.parse(answer.body));
    if (answer.status < 300) return output;
    throw dynaliteError(output, answer.status);
  };
  const describe = async (table: string): Promise<Input> =>
    asObject((await call('DescribeTable', { TableName: table })).Table);
  const readKeyNames = async (table: string): Promise<readonly string[]> => {
    const schema = (await describe(table)).KeySchema;
    return Array.isArray(schema) ? schema.map((element) => String(asObject(element).AttributeName)) : [];
  };
  const keyNames = (table: string): Promise<readonly string[]> => {
    const cached = known.get(table);
    if (cached !== undefined) return cached;
    const names = readKeyNames(table);
    known.set(table, names);
    names.catch(() => known.delete(table));
    return names;
  };

  return {
    call,
    describe,
    keyNames,
    forget: (table) => known.delete(table),
    async get(table, key) {
      const { Item } = await call('GetItem', { TableName: table, Key: key, ConsistentRead: true });
      return Item === undefined ? undefined : asItem(Item);
    },
    async keyOf(table, item) {
      const names = await keyNames(table);
      return Object.fromEntries(names.flatMap((name) => (item[name] === undefined ? [] : [[name, item[name]]])));
    },
  };
};

export const dynaliteError = (body: Input, status: number): AwsError => {
  const code = String(body.__type ?? 'InternalServerError').replace(/^.*#/, '');
  return new AwsError(code, String(body.message ?? body.Message ?? code), status);
};

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const asObject = (value: unknown): Input => (isRecord(value) ? value : {});

export const asItem = (value: unknown): Item => {
  const item: Record<string, AttributeValue> = {};
  for (const [name, attribute] of Object.entries(asObject(value))) item[name] = asObject(attribute);
  return item;
};

/** One name for one item, for locks: attribute order and spacing do not count. */
export const itemName = (table: string, key: Item): string =>
  `${table} ${JSON.stringify(Object.entries(key).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
