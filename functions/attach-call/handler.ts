import { connectContacts, openConnectClient } from '#adapters/connect-calls.ts';
import { connectCallsAtHand } from '#adapters/connect-calls-at-hand.ts';
import { connectUsers } from '#adapters/connect-users.ts';
import { dynamodbAdmissions } from '#adapters/dynamodb-admissions.ts';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbContactStore } from '#adapters/dynamodb-contact-store.ts';
import { dynamodbErasures } from '#adapters/dynamodb-erasures.ts';
import { dynamodbOpportunityStore } from '#adapters/dynamodb-opportunity-store.ts';
import { dynamodbRequestStore } from '#adapters/dynamodb-request-store.ts';
import { embeddedMetrics } from '#adapters/embedded-metrics.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { dialQueue, openQueues, writeBackQueue } from '#adapters/sqs-queues.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { attachmentSchema } from '#core/contracts/agent-requests.ts';
import { countedCalls } from '#core/counted-ports.ts';
import { renewAdmissions } from '#core/renew-admissions.ts';
import { attachCall } from '#core/use-cases/attach-call.ts';
import { agentView } from '#middleware/agent-view.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json } from '#middleware/http-response.ts';
import { pathParameter } from '#middleware/path-parameter.ts';
import { jsonBody } from '#middleware/request-body.ts';

const table = openTable();
await primeTable(table);
const connect = openConnectClient();
const queues = openQueues();
const writeBacks = writeBackQueue(queues);
const callsAtHand = connectCallsAtHand(connect);
const opportunities = dynamodbOpportunityStore(table);
const admissions = renewAdmissions(dynamodbAdmissions(table), { callsAtHand, clock: systemClock, log: jsonLog });
const agents = agentView(table, { opportunities, contacts: dynamodbContactStore(table) }, admissions);
const ports = {
  ...{ calls: countedCalls(dynamodbCallStore(table), embeddedMetrics()), requests: dynamodbRequestStore(table) },
  ...{ erasures: dynamodbErasures(table), connect: connectContacts(connect), users: connectUsers(connect) },
  ...{ callsAtHand, writeBacks, writeBack: writeBacks, dialQueue: dialQueue(queues) },
  ...{ clock: systemClock, log: jsonLog, admissions, findByPhone: opportunities.findByPhone },
};

/** `PUT /calls/by-connect-contact/{connectContactId}/opportunity` */
export const handler = httpHandler(jsonLog, async (event, access) => {
  const agent = agents.of(event, access);
  const attachment = jsonBody(event, attachmentSchema);
  const connectContactId = pathParameter(event, 'connectContactId');
  const call = await attachCall({ ...ports, ...agent.ports }, agent, connectContactId, attachment);
  access.shows([call]);
  return json(200, call);
});
