import { configuredSources } from '#adapters/configured-sources.ts';
import { dynamodbAllowances } from '#adapters/dynamodb-allowances.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbOpportunityStore } from '#adapters/dynamodb-opportunity-store.ts';
import { dynamodbReadings } from '#adapters/dynamodb-readings.ts';
import { environment } from '#adapters/environment.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { openQueues, readQueue } from '#adapters/sqs-queues.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { ENVIRONMENT } from '#core/contracts/environment.ts';
import { requestReading, showReading } from '#core/use-cases/request-reading.ts';
import { isReadable } from '#crm/readable.ts';
import { agentView } from '#middleware/agent-view.ts';
import { configuredSource } from '#middleware/configured-source.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json } from '#middleware/http-response.ts';
import { opportunityKeyOf } from '#middleware/path-parameter.ts';

const table = openTable();
await primeTable(table);
const sources = configuredSources();
const agents = agentView(table, {
  ...{ opportunities: dynamodbOpportunityStore(table), readings: dynamodbReadings(table) },
  allowances: dynamodbAllowances(table),
  ...{ reads: readQueue(openQueues(), environment(ENVIRONMENT.readQueue)), clock: systemClock },
});

/** `POST` and `GET /opportunities/{sourceId}/{opportunityId}/reading` */
export const handler = httpHandler(jsonLog, async (event, access) => {
  const { username: by, ports } = agents.of(event, access);
  const key = opportunityKeyOf(event);
  const source = configuredSource(sources, key.sourceId);
  // What came of the question, and nothing of the opportunity.
  access.shows([]);
  if (event.requestContext.http.method === 'GET') return json(200, await showReading(ports, key));
  return json(202, await requestReading(ports, { isReadable: isReadable(source), key, by }));
});
