/**
 * TransactWriteItems and TransactGetItems over dynalite, which has neither. All conditions are tried first, on copies of
 * the items in a second store in memory, and only when every one holds are the results written: nobody ever reads what
 * a failed transaction would have written. The items stay locked throughout. Where AWS answers a competing write with
 * TransactionConflictException, it waits here.
 */
import { createHash } from 'node:crypto';
import { AwsError } from '../errors.ts';
import type { ItemLocks } from './item-locks.ts';
import type { ScratchTables } from './scratch-tables.ts';
import { asItem, asObject, type Input, type Item, itemName, type TableStore } from './table-store.ts';

const MAX_ACTIONS = 100;
/** AWS keeps a ClientRequestToken for 10 minutes. */
const TOKEN_MS = 10 * 60_000;

interface Action {
  readonly operation: 'PutItem' | 'UpdateItem' | 'DeleteItem' | 'ConditionCheck';
  readonly table: string;
  readonly key: Item;
  readonly input: Input;
}

export interface Transactions {
  write(input: Input): Promise<Input>;
  get(input: Input): Promise<Input>;
}

export const createTransactions = (parts: {
  store: TableStore;
  scratch: ScratchTables;
  locks: ItemLocks;
  now: () => Date;
}): Transactions => {
  const { store, scratch, locks, now } = parts;
  const tokens = new Map<string, { digest: string; until: number }>();

  const isRepeat = (input: Input): boolean => {
    for (const [token, { until }] of tokens) if (until <= now().getTime()) tokens.delete(token);
    const seen = tokens.get(String(input.ClientRequestToken));
    if (input.ClientRequestToken === undefined || seen === undefined) return false;
    if (seen.digest === digestOf(input)) return true;
    throw new AwsError(
      'IdempotentParameterMismatchException',
      'The request uses the same client token as a previous, but non-identical request.',
    );
  };

  return {
    async write(input) {
      const actions = await Promise.all(actionsOf(input).map((action) => readAction(store, action)));
      const names = actions.map(({ table, key }) => itemName(table, key));
      if (new Set(names).size < names.length) {
        throw validation('Transaction request cannot include multiple operations on one item');
      }
      return locks.run(names, async () => {
        if (isRepeat(input)) return {};
        const tried = await Promise.all(actions.map((action) => tryAction(store, scratch, action)));
        if (tried.some(({ reason }) => reason.Code !== 'None')) throw cancelled(tried.map(({ reason }) => reason));
        await Promise.all(tried.map(({ apply }) => apply()));
        if (input.ClientRequestToken !== undefined) {
          tokens.set(String(input.ClientRequestToken), { digest: digestOf(input), until: now().getTime() + TOKEN_MS });
        }
        return {};
      });
    },
    async get(input) {
      const gets = actionsOf(input).map((action) => asObject(asObject(action).Get));
      const names = gets.map((get) => itemName(String(get.TableName), asItem(get.Key)));
      const responses = await locks.run(names, () =>
        Promise.all(gets.map((get) => store.call('GetItem', { ...get, ConsistentRead: true }))),
      );
      return { Responses: responses.map(({ Item }) => (Item === undefined ? {} : { Item })) };
    },
  };
};

const actionsOf = (input: Input): readonly unknown[] => {
  const actions = Array.isArray(input.TransactItems) ? input.TransactItems : [];
  if (actions.length >= 1 && actions.length <= MAX_ACTIONS) return actions;
  const bound = actions.length === 0 ? 'greater than or equal to 1' : `less than or equal to ${MAX_ACTIONS}`;
  throw validation(
    `1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member must have length ${bound}`,
  );
};

const readAction = async (store: TableStore, value: unknown): Promise<Action> => {
  const members = Object.entries(asObject(value));
  const [kind, body] = members[0] ?? ['', undefined];
  if (members.length !== 1) {
    throw validation('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  const operations: Readonly<Record<string, Action['operation']>> = {
    Put: 'PutItem',
    Update: 'UpdateItem',
    Delete: 'DeleteItem',
    ConditionCheck: 'ConditionCheck',
  };
  const operation = Object.hasOwn(operations, kind) ? operations[kind] : undefined;
  if (operation === undefined) throw validation(`Unknown transaction action ${kind}`);
  const input = asObject(body);
  const table = String(input.TableName);
  const key = operation === 'PutItem' ? await store.keyOf(table, asItem(input.Item)) : asItem(input.Key);
  return { operation, table, key, input };
};

type Reason = Readonly<Record<string, unknown>>;

const tryAction = async (
  store: TableStore,
  scratch: ScratchTables,
  { operation, table, key, input }: Action,
): Promise<{ reason: Reason; apply: () => Promise<unknown> }> => {
  const nothing = async () => undefined;
  const before = await store.get(table, key);
  const { TableName: _, ReturnValuesOnConditionCheckFailure: returnOld, ...rest } = input;
  try {
    // An update without an expression only checks its condition.
    const trial = operation === 'ConditionCheck' ? 'UpdateItem' : operation;
    const after = await scratch.attempt(table, key, before, trial, rest);
    if (operation === 'ConditionCheck') return { reason: { Code: 'None' }, apply: nothing };
    const apply = () =>
      after === undefined
        ? store.call('DeleteItem', { TableName: table, Key: key })
        : store.call('PutItem', { TableName: table, Item: after });
    return { reason: { Code: 'None' }, apply };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (error.code === 'ConditionalCheckFailedException') {
      const item = returnOld === 'ALL_OLD' && before !== undefined ? { Item: before } : {};
      return { reason: { Code: 'ConditionalCheckFailed', Message: error.message, ...item }, apply: nothing };
    }
    if (error.code === 'ValidationException') {
      return { reason: { Code: 'ValidationError', Message: error.message }, apply: nothing };
    }
    throw error;
  }
};

const cancelled = (reasons: readonly Reason[]): AwsError => {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  return new AwsError('TransactionCanceledException', message, 400, { Message: message, CancellationReasons: reasons });
};

const validation = (message: string): AwsError => new AwsError('ValidationException', message);

const digestOf = (input: Input): string =>
  createHash('sha256').update(JSON.stringify(input.TransactItems)).digest('hex');
