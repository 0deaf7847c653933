import { configuredSources } from '#adapters/configured-sources.ts';
import { dynamodbActivityLog } from '#adapters/dynamodb-activity-log.ts';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbContactStore } from '#adapters/dynamodb-contact-store.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { dialQueue, openQueues, writeBackQueue } from '#adapters/sqs-queues.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { outcomeSchema } from '#core/contracts/agent-requests.ts';
import { saveOutcome } from '#core/use-cases/save-outcome.ts';
import { agentView } from '#middleware/agent-view.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json } from '#middleware/http-response.ts';
import { pathParameter } from '#middleware/path-parameter.ts';
import { jsonBody } from '#middleware/request-body.ts';

const table = openTable();
const queues = openQueues();
await primeTable(table);
const sources = configuredSources();
const agents = agentView(table, {
  ...{ calls: dynamodbCallStore(table), contacts: dynamodbContactStore(table), activity: dynamodbActivityLog(table) },
  ...{ writeBack: writeBackQueue(queues), dialQueue: dialQueue(queues) },
  dispositionsOf: (sourceId: string) => sources.get(sourceId)?.dispositions,
  clock: systemClock,
});

export const handler = httpHandler(jsonLog, async (event, access) => {
  const { username, ports } = agents.of(event, access);
  const outcome = jsonBody(event, outcomeSchema);
  const call = await saveOutcome(ports, pathParameter(event, 'callId'), outcome, username);
  access.shows([call]);
  return json(200, call);
});
