import { randomUUID } from 'node:crypto';
import { acceptance } from '#adapters/acceptance.ts';
import { configuredSources } from '#adapters/configured-sources.ts';
import { primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbCrmRecords } from '#adapters/dynamodb-crm-records.ts';
import { agentCallSchema } from '#core/contracts/agent-requests.ts';
import { requestCall } from '#core/use-cases/request-call.ts';
import { agentView } from '#middleware/agent-view.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json } from '#middleware/http-response.ts';
import { idempotencyKey } from '#middleware/idempotency-key.ts';
import { opportunityKeyOf } from '#middleware/path-parameter.ts';
import { jsonBody } from '#middleware/request-body.ts';

const { table, ports, rehearse } = acceptance();
await Promise.all([primeTable(table), rehearse()]);
const sources = configuredSources();
const { opportunities, contacts } = ports;
const agents = agentView(table, { opportunities, contacts });
const records = dynamodbCrmRecords(table, ports.clock);

/** `POST /opportunities/{sourceId}/{opportunityId}/calls` */
export const handler = httpHandler(ports.log, async (event, access) => {
  const { username: agentUsername, ports: seen } = agents.of(event, access);
  const key = opportunityKeyOf(event);
  const order = jsonBody(event, agentCallSchema);
  const once = idempotencyKey(event) ?? randomUUID();
  const source = sources.get(key.sourceId);
  return json(
    202,
    await requestCall({ ...ports, records, ...seen })({ source, key, agentUsername, order, idempotencyKey: once }),
  );
});
