/** DynamoDB: dynalite behind the edge, completed with what it lacks. */
import { join } from 'node:path';
import type { ServiceRequest, ServiceResponse } from '../../parts.ts';
import { AwsError, notServed } from '../errors.ts';
import type { AwsService, Need } from '../service.ts';
import { openStateFile } from '../state-file.ts';
import { startDynalite } from './dynalite-server.ts';
import { createItemLocks } from './item-locks.ts';
import { batchWrite, respond, writeItem } from './item-writes.ts';
import { createScratchTables } from './scratch-tables.ts';
import { createTableOperations } from './table-operations.ts';
import { type AllTableSettings, createTableSettings } from './table-settings.ts';
import { asObject, createTableStore, type Input } from './table-store.ts';
import { createTransactions } from './transactions.ts';

const FORWARDED = new Set([
  'GetItem',
  'BatchGetItem',
  'Query',
  'Scan',
  'TagResource',
  'UntagResource',
  'ListTagsOfResource',
  'ListTables',
]);
const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

export const startDynamoDb = async (options: {
  region: string;
  accountId: string;
  dataFolder?: string;
  now: () => Date;
}): Promise<AwsService> => {
  const folder = options.dataFolder === undefined ? undefined : join(options.dataFolder, 'dynamodb');
  const settingsFile = openStateFile<AllTableSettings>(folder && join(folder, 'table-settings.json'), {});
  const dynalite = await startDynalite(folder && join(folder, 'items'));
  const store = createTableStore(dynalite);
  // dynalite opens its files only when they are needed, and would fail then.
  await store.call('ListTables', {}).catch(async (cause: unknown) => {
    await dynalite.stop();
    throw new Error(`The tables in ${folder} cannot be opened. Is another local system using them?`, { cause });
  });
  const locks = createItemLocks();
  const scratch = createScratchTables(store);
  const parts = { dynalite, store, locks };
  const transactions = createTransactions({ store, scratch, locks, now: options.now });
  const tables = createTableOperations({
    store,
    settings: createTableSettings(settingsFile),
    arnOf: (table) => tableArn(options, table),
    forget(table) {
      store.forget(table);
      scratch.forget(table);
    },
  });

  const serve = async (operation: string, input: Input, body: string): Promise<ServiceResponse> => {
    if (WRITES.has(operation)) return writeItem(parts, operation, input, body);
    if (FORWARDED.has(operation)) return respond(await dynalite.call(operation, body));
    if (operation === 'BatchWriteItem') return batchWrite(parts, input, body);
    if (operation === 'TransactWriteItems') return json(await transactions.write(input));
    if (operation === 'TransactGetItems') return json(await transactions.get(input));
    const tableOperation = tables.get(operation);
    if (tableOperation === undefined) throw notServed(`dynamodb:${operation}`);
    return json(await tableOperation(input));
  };

  return {
    name: 'dynamodb',
    tracePart: 'store',
    read(request) {
      const operation = operationOf(request);
      const received = request.body.toString();
      const input = parseBody(received);
      const body = received.includes('null') ? JSON.stringify(input) : received;
      const needs = needsOf(operation, input, options);
      const subject = [...new Set(needs.map(({ resource }) => resource.replace(/^.*:table\//, '')))].join(', ');
      return { operation, needs, subject, serve: () => serve(operation, input, body) };
    },
    async stop() {
      await scratch.stop();
      await dynalite.stop();
      await settingsFile.save();
    },
  };
};

const operationOf = ({ headers }: ServiceRequest): string => {
  const [version, operation] = (headers['x-amz-target'] ?? '').split('.');
  if (version !== 'DynamoDB_20120810' || !operation)
    throw new AwsError('UnknownOperationException', 'Unknown operation');
  return operation;
};

const parseBody = (body: string): Input => {
  try {
    return asObject(JSON.parse(body === '' ? '{}' : body, withoutNulls));
  } catch {
    throw new AwsError('SerializationException', 'The request body cannot be read');
  }
};

/** A member that is null counts as absent, and a list has none; dynalite would end the process over either. */
const withoutNulls = (_: string, value: unknown): unknown => {
  if (Array.isArray(value) && value.includes(undefined)) throw new TypeError('null in a list');
  return value === null ? undefined : value;
};

const json = (output: Input): ServiceResponse => respond({ status: 200, body: JSON.stringify(output) });

type Place = { region: string; accountId: string };
const tableArn = ({ region, accountId }: Place, table: unknown): string => {
  const name = String(table);
  return name.startsWith('arn:') ? name : `arn:aws:dynamodb:${region}:${accountId}:table/${name}`;
};

const needsOf = (operation: string, input: Input, place: Place): readonly Need[] => {
  const need = (action: string, table: unknown, index?: unknown): Need => ({
    action: `dynamodb:${action}`,
    resource: tableArn(place, table) + (index === undefined ? '' : `/index/${index}`),
  });
  if (operation === 'ListTables') return [need(operation, '*')];
  if (operation === 'BatchGetItem' || operation === 'BatchWriteItem') {
    return Object.keys(asObject(input.RequestItems)).map((table) => need(operation, table));
  }
  if (operation === 'TransactWriteItems' || operation === 'TransactGetItems') {
    // There is no permission for the transaction itself: each action needs its own.
    const items = Array.isArray(input.TransactItems) ? input.TransactItems : [];
    return items.flatMap((item) =>
      Object.entries(asObject(item)).map(([kind, action]) =>
        need(kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`, asObject(action).TableName),
      ),
    );
  }
  return [need(operation, input.ResourceArn ?? input.TableName, input.IndexName)];
};
