import { accessTokens, tokenExpectations } from '#adapters/access-tokens.ts';
import { configuredSources } from '#adapters/configured-sources.ts';
import { dialPacing } from '#adapters/dial-pacing.ts';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { openTable } from '#adapters/dynamodb-client.ts';
import { dynamodbLineViews } from '#adapters/dynamodb-line-view.ts';
import { environment } from '#adapters/environment.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { openSecrets, sourceSecrets } from '#adapters/secrets.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { ENVIRONMENT } from '#core/contracts/environment.ts';
import { showCall } from '#core/use-cases/show-call.ts';
import { agentNamedBy } from '#middleware/agent-identity.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json } from '#middleware/http-response.ts';
import { pathParameter } from '#middleware/path-parameter.ts';
import { signedRequest } from '#middleware/signed-request.ts';
import { bearerToken, signingSource } from '#middleware/token-or-signature.ts';

const table = openTable();
const show = showCall({
  calls: dynamodbCallStore(table),
  ...dynamodbLineViews(table, dialPacing()),
  clock: systemClock,
});
const sources = configuredSources();
const secrets = sourceSecrets(openSecrets(), sources);
const verifyToken = accessTokens(tokenExpectations());
const usernameClaim = environment(ENVIRONMENT.usernameClaim);

/** `GET /calls/{callId}`: by an agent's token, or signed by the call's source. */
export const handler = httpHandler(jsonLog, async (event, access) => {
  const callId = pathParameter(event, 'callId');
  const token = bearerToken(event.headers);
  if (token !== undefined) {
    agentNamedBy(await verifyToken(token), usernameClaim, access);
    const call = await show(callId, undefined);
    access.shows([call]);
    return json(200, call);
  }
  const request = signedRequest(event);
  return json(200, await show(callId, await signingSource(request, sources, secrets, systemClock.now())));
});
