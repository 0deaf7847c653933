import { configuredSources } from '#adapters/configured-sources.ts';
import { connectContacts, openConnectClient } from '#adapters/connect-calls.ts';
import { connectCallsAtHand } from '#adapters/connect-calls-at-hand.ts';
import { dynamodbAdmissions } from '#adapters/dynamodb-admissions.ts';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbOpportunityStore } from '#adapters/dynamodb-opportunity-store.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { systemClock } from '#adapters/system-clock.ts';
import type { CallContext } from '#core/contracts/opportunity-context.ts';
import type { AccessedRecord } from '#core/ports/log.ts';
import { renewAdmissions } from '#core/renew-admissions.ts';
import { loadContext, showCallContext } from '#core/use-cases/load-context.ts';
import { capabilitiesOf } from '#crm/capabilities.ts';
import { agentView } from '#middleware/agent-view.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json } from '#middleware/http-response.ts';
import { opportunityKeyOf } from '#middleware/path-parameter.ts';

const table = openTable();
await primeTable(table);
const connect = openConnectClient();
const sources = configuredSources();
const ports = {
  ...{ opportunities: dynamodbOpportunityStore(table), calls: dynamodbCallStore(table) },
  ...{ connect: connectContacts(connect), callsAtHand: connectCallsAtHand(connect), clock: systemClock },
  capabilitiesOf(sourceId: string) {
    const source = sources.get(sourceId);
    return source && capabilitiesOf(source);
  },
};
const admissions = renewAdmissions(dynamodbAdmissions(table), { ...ports, log: jsonLog });
const agents = agentView(table, ports, admissions);

const recordsOf = (context: CallContext): readonly AccessedRecord[] =>
  context.found === 'one'
    ? [{ ...context, sourceId: context.context.opportunity.sourceId, opportunityId: context.context.opportunity.id }]
    : context.matches;

/** `GET /opportunities/{sourceId}/{opportunityId}` and `GET /calls/by-connect-contact/{connectContactId}/context` */
export const handler = httpHandler(jsonLog, async (event, access) => {
  const agent = agents.of(event, access);
  const { connectContactId } = event.pathParameters ?? {};
  if (connectContactId !== undefined) {
    // With stores that hide nothing: having the call is what may open its opportunity.
    const context = await showCallContext({ ...ports, admissions }, agent, connectContactId);
    access.shows(recordsOf(context));
    return json(200, context);
  }
  return json(200, await loadContext(agent.ports, opportunityKeyOf(event), event.queryStringParameters?.cursor));
});
