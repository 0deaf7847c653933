import { configuredSources } from '#adapters/configured-sources.ts';
import { connectContacts, openConnectClient } from '#adapters/connect-calls.ts';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbOpportunityStore } from '#adapters/dynamodb-opportunity-store.ts';
import { environment } from '#adapters/environment.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { ENVIRONMENT } from '#core/contracts/environment.ts';
import type { CallContext } from '#core/contracts/opportunity-context.ts';
import type { AccessedRecord } from '#core/ports.ts';
import { loadCallContext, loadContext } from '#core/use-cases/load-context.ts';
import { capabilitiesOf } from '#crm/capabilities.ts';
import { agentOf } from '#middleware/agent-identity.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json } from '#middleware/http-response.ts';
import { opportunityKeyOf } from '#middleware/path-parameter.ts';

const table = openTable();
await primeTable(table);
const sources = configuredSources();
const ports = {
  ...{ opportunities: dynamodbOpportunityStore(table), calls: dynamodbCallStore(table) },
  connect: connectContacts(openConnectClient()),
  capabilitiesOf(sourceId: string) {
    const source = sources.get(sourceId);
    return source && capabilitiesOf(source);
  },
};
const usernameClaim = environment(ENVIRONMENT.usernameClaim);

const recordsOf = (context: CallContext): readonly AccessedRecord[] =>
  context.found === 'one'
    ? [{ ...context, sourceId: context.context.opportunity.sourceId, opportunityId: context.context.opportunity.id }]
    : context.matches;

export const handler = httpHandler(jsonLog, async (event, access) => {
  agentOf(event, usernameClaim, access);
  const { connectContactId } = event.pathParameters ?? {};
  if (connectContactId !== undefined) {
    const context = await loadCallContext(ports, connectContactId);
    access.shows(recordsOf(context));
    return json(200, context);
  }
  return json(200, await loadContext(ports, opportunityKeyOf(event), event.queryStringParameters?.cursor));
});
