import { randomUUID } from 'node:crypto';
import { acceptance } from '#adapters/acceptance.ts';
import { configuredSources } from '#adapters/configured-sources.ts';
import { primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbCrmRecords } from '#adapters/dynamodb-crm-records.ts';
import { environment } from '#adapters/environment.ts';
import { agentCallSchema } from '#core/contracts/agent-requests.ts';
import { ENVIRONMENT } from '#core/contracts/environment.ts';
import { requestCall } from '#core/use-cases/request-call.ts';
import { agentOf } from '#middleware/agent-identity.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json } from '#middleware/http-response.ts';
import { idempotencyKey } from '#middleware/idempotency-key.ts';
import { opportunityKeyOf } from '#middleware/path-parameter.ts';
import { jsonBody } from '#middleware/request-body.ts';

const { table, ports } = acceptance();
await primeTable(table);
const sources = configuredSources();
const usernameClaim = environment(ENVIRONMENT.usernameClaim);
const request = requestCall({ ...ports, records: dynamodbCrmRecords(table, ports.clock) });

/** `POST /opportunities/{sourceId}/{opportunityId}/calls` */
export const handler = httpHandler(ports.log, async (event, access) => {
  const { username: agentUsername } = agentOf(event, usernameClaim, access);
  const key = opportunityKeyOf(event);
  const order = jsonBody(event, agentCallSchema);
  const once = idempotencyKey(event) ?? randomUUID();
  const source = sources.get(key.sourceId);
  return json(202, await request({ source, key, agentUsername, order, idempotencyKey: once }));
});
