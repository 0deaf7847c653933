/**
 * The real stores' table in dynalite, in this process. dynalite does not know `ReturnValuesOnConditionCheckFailure`; a
 * middleware reads the item after a refusal, as the local edge does.
 */
import type { AddressInfo } from 'node:net';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  CreateTableCommand,
  DynamoDBClient,
  GetItemCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import * as v from 'valibot';
import type { StoreTable } from '#adapters/dynamodb-table.ts';
import { retentionSchema } from '#core/contracts/configuration.ts';

export interface RoundTrips {
  /** Operations in the order they were sent. */
  readonly operations: readonly string[];
  /** How many of them had to wait for another one: those in flight together count once. */
  readonly inSequence: number;
}

export interface TestTable {
  readonly table: StoreTable;
  readonly endpoint: string;
  /** What the action asked of the table. */
  measure<T>(action: () => Promise<T>): Promise<RoundTrips & { result: T }>;
  stop(): Promise<void>;
}

const NAME = 'opportunities';
const INDEXES = ['gsi1', 'gsi2', 'gsi3', 'gsi4'];

export async function startTestTable(): Promise<TestTable> {
  const server = dynalite({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const settings = { endpoint, region: 'eu-central-1', credentials: { accessKeyId: 'a', secretAccessKey: 's' } };
  const reader = new DynamoDBClient(settings);
  const client = new DynamoDBClient({ ...settings, maxAttempts: 1 });
  await reader.send(tableDefinition());
  // The store takes nothing before its table is active, which it becomes after the answer.
  await waitUntilTableExists({ client: reader, maxWaitTime: 30, minDelay: 1 }, { TableName: NAME });

  let operations: string[] = [];
  let waves = 0;
  let inFlight = 0;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      operations.push(String(context.commandName).replace(/Command$/, ''));
      if (inFlight === 0) waves += 1;
      inFlight += 1;
      try {
        return await next(args);
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) await addItem(reader, error, args.input);
        throw error;
      } finally {
        inFlight -= 1;
      }
    },
    { step: 'build', name: 'countAndComplete' },
  );

  return {
    endpoint,
    table: {
      client: DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } }),
      name: NAME,
      retention: v.parse(retentionSchema, {}),
    },
    async measure(action) {
      operations = [];
      waves = 0;
      const result = await action();
      return { result, operations, inSequence: waves };
    },
    async stop() {
      client.destroy();
      reader.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function addItem(reader: DynamoDBClient, error: ConditionalCheckFailedException, input: object): Promise<void> {
  const asked = input as {
    ReturnValuesOnConditionCheckFailure?: string;
    Key?: Record<string, AttributeValue>;
    Item?: Record<string, AttributeValue>;
  };
  const { pk, sk } = asked.Key ?? asked.Item ?? {};
  if (asked.ReturnValuesOnConditionCheckFailure !== 'ALL_OLD' || pk === undefined || sk === undefined) return;
  const { Item: item } = await reader.send(new GetItemCommand({ TableName: NAME, Key: { pk, sk } }));
  if (item !== undefined) error.Item = item;
}

const tableDefinition = () =>
  new CreateTableCommand({
    TableName: NAME,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['pk', 'sk', ...INDEXES.flatMap((index) => [`${index}pk`, `${index}sk`])].map((name) => ({
      AttributeName: name,
      AttributeType: 'S',
    })),
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: INDEXES.map((index) => ({
      IndexName: index,
      KeySchema: [
        { AttributeName: `${index}pk`, KeyType: 'HASH' },
        { AttributeName: `${index}sk`, KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: index === 'gsi4' ? 'KEYS_ONLY' : 'ALL' },
    })),
  });
