import { dialPacing } from '#adapters/dial-pacing.ts';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbLineViews } from '#adapters/dynamodb-line-view.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { callQuery } from '#core/contracts/agent-queries.ts';
import { listCalls } from '#core/use-cases/list-calls.ts';
import { validated } from '#core/validation.ts';
import { agentView } from '#middleware/agent-view.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json } from '#middleware/http-response.ts';

const table = openTable();
await primeTable(table);
const agents = agentView(table, {
  calls: dynamodbCallStore(table),
  ...dynamodbLineViews(table, dialPacing()),
  clock: systemClock,
});

export const handler = httpHandler(jsonLog, async (event, access) => {
  const { username, ports } = agents.of(event, access);
  const { cursor } = validated(callQuery, event.queryStringParameters ?? {});
  const page = await listCalls(ports, username, cursor);
  access.shows(page.calls);
  return json(200, page);
});
