import { connectContacts, openConnectClient } from '#adapters/connect-calls.ts';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbRequestStore } from '#adapters/dynamodb-request-store.ts';
import { environment } from '#adapters/environment.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { openScheduler, wakeUpCancelling } from '#adapters/scheduled-wake-ups.ts';
import { openQueues, writeBackQueue } from '#adapters/sqs-queues.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { ENVIRONMENT } from '#core/contracts/environment.ts';
import { cancelCall } from '#core/use-cases/cancel-call.ts';
import { agentOf } from '#middleware/agent-identity.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json } from '#middleware/http-response.ts';
import { pathParameter } from '#middleware/path-parameter.ts';

const table = openTable();
await primeTable(table);
const cancel = cancelCall({
  calls: dynamodbCallStore(table),
  requests: dynamodbRequestStore(table),
  writeBacks: writeBackQueue(openQueues()),
  connect: connectContacts(openConnectClient()),
  wakeUps: wakeUpCancelling(openScheduler()),
  clock: systemClock,
  log: jsonLog,
});
const usernameClaim = environment(ENVIRONMENT.usernameClaim);

/** `DELETE /calls/{callId}` */
export const handler = httpHandler(jsonLog, async (event) => {
  agentOf(event, usernameClaim);
  return json(200, await cancel(pathParameter(event, 'callId')));
});
