import { connectContacts, openConnectClient } from '#adapters/connect-calls.ts';
import { connectUsers } from '#adapters/connect-users.ts';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbRequestStore } from '#adapters/dynamodb-request-store.ts';
import { embeddedMetrics } from '#adapters/embedded-metrics.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { openQueues, writeBackQueue } from '#adapters/sqs-queues.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { discardSchema } from '#core/contracts/agent-requests.ts';
import { countedCalls } from '#core/counted-ports.ts';
import { discardPreview } from '#core/use-cases/discard-preview.ts';
import { agentView } from '#middleware/agent-view.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json } from '#middleware/http-response.ts';
import { pathParameter } from '#middleware/path-parameter.ts';
import { jsonBody } from '#middleware/request-body.ts';

const table = openTable();
await primeTable(table);
const connect = openConnectClient();
const writeBacks = writeBackQueue(openQueues());
const agents = agentView(table, {
  ...{
    calls: countedCalls(dynamodbCallStore(table), embeddedMetrics()),
    requests: dynamodbRequestStore(table),
    writeBacks,
    writeBack: writeBacks,
  },
  ...{ connect: connectContacts(connect), users: connectUsers(connect), clock: systemClock, log: jsonLog },
});

/** `POST /calls/{callId}/discard` */
export const handler = httpHandler(jsonLog, async (event, access) => {
  const { username, ports } = agents.of(event, access);
  const call = await discardPreview(ports)(pathParameter(event, 'callId'), jsonBody(event, discardSchema), username);
  access.shows([call]);
  return json(200, call);
});
