import { configuredSources } from '#adapters/configured-sources.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbOpportunityStore } from '#adapters/dynamodb-opportunity-store.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { opportunityQuery } from '#core/contracts/agent-queries.ts';
import { findOpportunities } from '#core/use-cases/find-opportunities.ts';
import { validated } from '#core/validation.ts';
import { agentView } from '#middleware/agent-view.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json } from '#middleware/http-response.ts';

const table = openTable();
await primeTable(table);
const agents = agentView(table, { opportunities: dynamodbOpportunityStore(table) });
const sourceIds = [...configuredSources().keys()];

export const handler = httpHandler(jsonLog, async (event, access) => {
  const { ports } = agents.of(event, access);
  const query = validated(opportunityQuery, event.queryStringParameters ?? {});
  const matches = await findOpportunities(ports.opportunities, sourceIds, query);
  access.shows(matches);
  return json(200, { matches });
});
