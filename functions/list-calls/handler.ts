import { dialPacing } from '#adapters/dial-pacing.ts';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbLineViews } from '#adapters/dynamodb-line-view.ts';
import { environment } from '#adapters/environment.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { callQuery } from '#core/contracts/agent-queries.ts';
import { ENVIRONMENT } from '#core/contracts/environment.ts';
import { listCalls } from '#core/use-cases/list-calls.ts';
import { validated } from '#core/validation.ts';
import { agentOf } from '#middleware/agent-identity.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json } from '#middleware/http-response.ts';

const table = openTable();
await primeTable(table);
const ports = { calls: dynamodbCallStore(table), ...dynamodbLineViews(table, dialPacing()), clock: systemClock };
const usernameClaim = environment(ENVIRONMENT.usernameClaim);

export const handler = httpHandler(jsonLog, async (event, access) => {
  const { username } = agentOf(event, usernameClaim, access);
  const { cursor } = validated(callQuery, event.queryStringParameters ?? {});
  const page = await listCalls(ports, username, cursor);
  access.shows(page.calls);
  return json(200, page);
});
