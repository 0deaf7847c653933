import { connectContacts, openConnectClient } from '#adapters/connect-calls.ts';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbOpportunityStore } from '#adapters/dynamodb-opportunity-store.ts';
import { environment } from '#adapters/environment.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { ENVIRONMENT } from '#core/contracts/environment.ts';
import { loadCallContext, loadContext } from '#core/use-cases/load-context.ts';
import { agentOf } from '#middleware/agent-identity.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json } from '#middleware/http-response.ts';
import { opportunityKeyOf } from '#middleware/path-parameter.ts';

const table = openTable();
await primeTable(table);
const opportunities = dynamodbOpportunityStore(table);
const ports = { opportunities, calls: dynamodbCallStore(table), connect: connectContacts(openConnectClient()) };
const usernameClaim = environment(ENVIRONMENT.usernameClaim);

export const handler = httpHandler(jsonLog, async (event) => {
  agentOf(event, usernameClaim);
  const { connectContactId } = event.pathParameters ?? {};
  if (connectContactId !== undefined) return json(200, await loadCallContext(ports, connectContactId));
  return json(200, await loadContext(opportunities, opportunityKeyOf(event), event.queryStringParameters?.cursor));
});
