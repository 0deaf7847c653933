import { configuredSources } from '#adapters/configured-sources.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbOpportunityStore } from '#adapters/dynamodb-opportunity-store.ts';
import { environment } from '#adapters/environment.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { opportunityQuery } from '#core/contracts/agent-queries.ts';
import { ENVIRONMENT } from '#core/contracts/environment.ts';
import { findOpportunities } from '#core/use-cases/find-opportunities.ts';
import { validated } from '#core/validation.ts';
import { agentOf } from '#middleware/agent-identity.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json } from '#middleware/http-response.ts';

const table = openTable();
await primeTable(table);
const opportunities = dynamodbOpportunityStore(table);
const sourceIds = [...configuredSources().keys()];
const usernameClaim = environment(ENVIRONMENT.usernameClaim);

export const handler = httpHandler(jsonLog, async (event, access) => {
  agentOf(event, usernameClaim, access);
  const query = validated(opportunityQuery, event.queryStringParameters ?? {});
  const matches = await findOpportunities(opportunities, sourceIds, query);
  access.shows(matches);
  return json(200, { matches });
});
