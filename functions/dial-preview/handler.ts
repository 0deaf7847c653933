import { configuredSources } from '#adapters/configured-sources.ts';
import { connectContacts, openConnectClient } from '#adapters/connect-calls.ts';
import { dynamodbAttemptCounts } from '#adapters/dynamodb-attempt-counts.ts';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbContactStore } from '#adapters/dynamodb-contact-store.ts';
import { dynamodbDoNotCallList } from '#adapters/dynamodb-do-not-call-list.ts';
import { dynamodbErasures } from '#adapters/dynamodb-erasures.ts';
import { dynamodbRequestStore } from '#adapters/dynamodb-request-store.ts';
import { embeddedMetrics } from '#adapters/embedded-metrics.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { openQueues, writeBackQueue } from '#adapters/sqs-queues.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { countedCalls } from '#core/counted-ports.ts';
import { dialPreview } from '#core/use-cases/dial-preview.ts';
import { agentView } from '#middleware/agent-view.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json } from '#middleware/http-response.ts';
import { pathParameter } from '#middleware/path-parameter.ts';

const table = openTable();
await primeTable(table);
const agents = agentView(table, {
  ...{
    calls: countedCalls(dynamodbCallStore(table), embeddedMetrics()),
    requests: dynamodbRequestStore(table),
    contacts: dynamodbContactStore(table),
  },
  ...{ attempts: dynamodbAttemptCounts(table), doNotCall: dynamodbDoNotCallList(table) },
  ...{ erasures: dynamodbErasures(table), writeBacks: writeBackQueue(openQueues()) },
  ...{ connect: connectContacts(openConnectClient()), sources: configuredSources(), clock: systemClock, log: jsonLog },
});

/** `POST /calls/{callId}/dial` */
export const handler = httpHandler(jsonLog, async (event, access) => {
  const { username, ports } = agents.of(event, access);
  const { permission, call } = await dialPreview(ports)(pathParameter(event, 'callId'), username);
  access.shows([call]);
  return json(200, permission);
});
