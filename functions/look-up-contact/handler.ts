import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { flowHandler } from '#middleware/flow-handler.ts';

const table = openTable();
await primeTable(table);

export const handler = flowHandler(table);
