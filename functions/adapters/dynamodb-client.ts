/** The table and the one document client for it. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Retention } from '../core/contracts/configuration.ts';
import { ENVIRONMENT } from '../core/contracts/environment.ts';
import { STORE_TIMEOUTS } from '../core/policy.ts';
import { environment } from './environment.ts';
import { primed } from './priming.ts';
import { clientConfiguration } from './service-client.ts';

export interface Table {
  readonly client: DynamoDBDocumentClient;
  readonly name: string;
  readonly retention: Retention;
}

/** Opened once at module scope, so that connections are kept between invocations. */
export function openTable(): Table {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(clientConfiguration(STORE_TIMEOUTS)), {
    marshallOptions: { removeUndefinedValues: true },
  });
  const retention: Retention = JSON.parse(environment(ENVIRONMENT.retention));
  return { client, name: environment(ENVIRONMENT.table), retention };
}

/** Opens the first connection with one harmless read. */
export function primeTable(table: Table): Promise<void> {
  const nothing = { pk: 'PRIME', sk: 'PRIME' };
  return primed(table.client.send(new GetCommand({ TableName: table.name, Key: nothing })));
}

export const isConditionFailure = (error: unknown): error is Error & { Item?: Record<string, unknown> } =>
  error instanceof Error && error.name === 'ConditionalCheckFailedException';
