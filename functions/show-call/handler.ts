import { accessTokens, tokenExpectations } from '#adapters/access-tokens.ts';
import { configuredSources } from '#adapters/configured-sources.ts';
import { dialPacing } from '#adapters/dial-pacing.ts';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { openTable } from '#adapters/dynamodb-client.ts';
import { dynamodbLineViews } from '#adapters/dynamodb-line-view.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { openSecrets, sourceSecrets } from '#adapters/secrets.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { showCall } from '#core/use-cases/show-call.ts';
import { agentView } from '#middleware/agent-view.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json } from '#middleware/http-response.ts';
import { pathParameter } from '#middleware/path-parameter.ts';
import { signedRequest } from '#middleware/signed-request.ts';
import { bearerToken, signingSource } from '#middleware/token-or-signature.ts';

const table = openTable();
const ports = { calls: dynamodbCallStore(table), ...dynamodbLineViews(table, dialPacing()), clock: systemClock };
const agents = agentView(table, ports);
const sources = configuredSources();
const secrets = sourceSecrets(openSecrets(), sources);
const verifyToken = accessTokens(tokenExpectations());

/** `GET /calls/{callId}`: by an agent's token, or signed by the call's source. */
export const handler = httpHandler(jsonLog, async (event, access) => {
  const callId = pathParameter(event, 'callId');
  const token = bearerToken(event.headers);
  if (token !== undefined) {
    const agent = agents.named(await verifyToken(token), access);
    const call = await showCall(agent.ports)(callId, undefined);
    access.shows([call]);
    return json(200, call);
  }
  const request = signedRequest(event);
  const sourceId = await signingSource(request, sources, secrets, systemClock.now());
  return json(200, await showCall(ports)(callId, sourceId));
});
