import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { accessTokens, tokenExpectations } from '#adapters/access-tokens.ts';
import { configuredSources } from '#adapters/configured-sources.ts';
import { connectContacts, openConnectClient } from '#adapters/connect-calls.ts';
import { dynamodbActivityLog } from '#adapters/dynamodb-activity-log.ts';
import { dynamodbAttemptCounts } from '#adapters/dynamodb-attempt-counts.ts';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbContactStore } from '#adapters/dynamodb-contact-store.ts';
import { dynamodbRequestStore } from '#adapters/dynamodb-request-store.ts';
import { lineToLeave } from '#adapters/dynamodb-turn-clock.ts';
import { embeddedMetrics } from '#adapters/embedded-metrics.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { openScheduler, wakeUpCancelling } from '#adapters/scheduled-wake-ups.ts';
import { openSecrets, sourceSecrets } from '#adapters/secrets.ts';
import { dialQueue, openQueues, writeBackQueue } from '#adapters/sqs-queues.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { callMoveSchema } from '#core/contracts/agent-requests.ts';
import { countedCalls } from '#core/counted-ports.ts';
import { cancelCall } from '#core/use-cases/cancel-call.ts';
import { moveCall } from '#core/use-cases/move-call.ts';
import type { AccessNote } from '#middleware/access-note.ts';
import { agentView } from '#middleware/agent-view.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json } from '#middleware/http-response.ts';
import { pathParameter } from '#middleware/path-parameter.ts';
import { jsonBody } from '#middleware/request-body.ts';
import { signedRequest } from '#middleware/signed-request.ts';
import { bearerToken, signingSource } from '#middleware/token-or-signature.ts';

const table = openTable();
const queues = openQueues();
await primeTable(table);
const sources = configuredSources();
const secrets = sourceSecrets(openSecrets(), sources);
const verifyToken = accessTokens(tokenExpectations());
const ports = {
  calls: countedCalls(dynamodbCallStore(table), embeddedMetrics()),
  requests: dynamodbRequestStore(table),
  contacts: dynamodbContactStore(table),
  activity: dynamodbActivityLog(table),
  attempts: dynamodbAttemptCounts(table),
  slots: lineToLeave(table, 'DIAL-SLOTS'),
  previewSlots: lineToLeave(table, 'PREVIEW-SLOTS'),
  connect: connectContacts(openConnectClient()),
  dialQueue: dialQueue(queues),
  writeBacks: writeBackQueue(queues),
  wakeUps: wakeUpCancelling(openScheduler()),
  ...{ sources, clock: systemClock, log: jsonLog },
};
const agents = agentView(table, ports);

/** `DELETE` and `PATCH /calls/{callId}`: by an agent's token, or signed by the call's source. */
export const handler = httpHandler(jsonLog, async (event, access) => {
  const { by, sourceId, seen } = await whoAsks(event, access);
  const callId = pathParameter(event, 'callId');
  const isMove = event.requestContext.http.method === 'PATCH';
  const call = await (isMove
    ? moveCall(seen)(callId, jsonBody(event, callMoveSchema), by, sourceId)
    : cancelCall(seen)(callId, sourceId));
  access.shows([call]);
  return json(200, call);
});

/** Of an agent no source: agents may change every call that they see. */
async function whoAsks(
  event: APIGatewayProxyEventV2,
  access: AccessNote,
): Promise<{ by: string; sourceId?: string; seen: typeof ports }> {
  const token = bearerToken(event.headers);
  if (token !== undefined) {
    const { username, ports: seen } = agents.named(await verifyToken(token), access);
    return { by: username, seen };
  }
  const sourceId = await signingSource(signedRequest(event), sources, secrets, systemClock.now());
  return { by: sourceId, sourceId, seen: ports };
}
