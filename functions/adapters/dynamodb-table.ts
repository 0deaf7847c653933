/** What the stores of an opportunity's partition share: expressions built from values, and a refused condition as a value. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { SECOND } from '../core/policy.ts';
import { isConditionFailure, type Table } from './dynamodb-client.ts';

/** `signal` ends the requests of one invocation that has a deadline of its own. */
export interface StoreTable extends Table {
  readonly signal?: AbortSignal;
}

/** Of what a CRM says twice, the later stays: `sourceAt` is the time of its copy. */
export const IS_NOT_OLDER = '(attribute_not_exists(sourceAt) OR sourceAt <= :sourceAt)';

export type Item = Readonly<Record<string, unknown>>;

export const sendOptions = ({ signal }: StoreTable) => (signal === undefined ? {} : { abortSignal: signal });

/** DynamoDB removes what has expired within days: until then it is not there for us. */
export const isLive = ({ expiresAt }: Item): boolean =>
  expiresAt === undefined || Number(expiresAt) * SECOND > Date.now();

/** The item of an answer. */
export const liveItem = (item: Item | undefined): Item | undefined =>
  item === undefined || !isLive(item) ? undefined : item;

/** Every page of a query over one partition, without what has expired. */
export async function queryAll(table: StoreTable, input: Omit<QueryCommandInput, 'TableName'>): Promise<Item[]> {
  const items: Item[] = [];
  let start: QueryCommandInput['ExclusiveStartKey'];
  do {
    const page = start === undefined ? input : { ...input, ExclusiveStartKey: start };
    const command = new QueryCommand({ TableName: table.name, ...page });
    const { Items: found = [], LastEvaluatedKey: last } = await table.client.send(command, sendOptions(table));
    items.push(...found.filter(isLive));
    start = last;
  } while (start !== undefined);
  return items;
}

/**
 * `SET` for what has a value, `REMOVE` for what is undefined; names and values travel only as placeholders. `computed` are
 * further assignments, over placeholders that the caller adds.
 */
export function assignments(
  values: Readonly<Record<string, unknown>>,
  computed: readonly string[] = [],
): {
  readonly expression: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
} {
  const fields = Object.keys(values);
  const given = fields.filter((field) => values[field] !== undefined);
  const cleared = fields.filter((field) => values[field] === undefined);
  const sets = [...given.map((field) => `#${field} = :${field}`), ...computed];
  const clauses = [
    sets.length > 0 ? `SET ${sets.join(', ')}` : '',
    cleared.length > 0 ? `REMOVE ${cleared.map((field) => `#${field}`).join(', ')}` : '',
  ];
  return {
    expression: clauses.filter((clause) => clause !== '').join(' '),
    names: Object.fromEntries(fields.map((field) => [`#${field}`, field])),
    values: Object.fromEntries(given.map((field) => [`:${field}`, values[field]])),
  };
}

export type Conditional<T> =
  | { readonly met: true; readonly output: T }
  /** `item` is what stood in the way; undefined when there is no such item. */
  | { readonly met: false; readonly item: Item | undefined };

/** A write under a condition that asks for `ReturnValuesOnConditionCheckFailure`: refusal is an expected outcome. */
export async function conditional<T>(request: Promise<T>): Promise<Conditional<T>> {
  try {
    return { met: true, output: await request };
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    const item = error.Item as Record<string, AttributeValue> | undefined;
    return { met: false, item: item === undefined ? undefined : unmarshall(item) };
  }
}

/** An item without its keys: `fields` names what is the store's own business as well. */
export function withoutFields(item: Item, fields: readonly string[]): Item {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !fields.includes(name)));
}

/** Absent instead of undefined, as `exactOptionalPropertyTypes` wants it. */
export function present<T extends object>(value: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as {
    [Name in keyof T]: Exclude<T[Name], undefined>;
  };
}
