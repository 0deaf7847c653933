import { randomBytes } from 'node:crypto';
import { configuredSources } from '#adapters/configured-sources.ts';
import { dynamodbActivityLog } from '#adapters/dynamodb-activity-log.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbDocumentStore } from '#adapters/dynamodb-document-store.ts';
import { dynamodbShareStore } from '#adapters/dynamodb-share-store.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { shareCreationSchema } from '#core/contracts/agent-requests.ts';
import { listShares, revokeShare, shareDocument } from '#core/use-cases/share-document.ts';
import { agentView } from '#middleware/agent-view.ts';
import { configuredSource } from '#middleware/configured-source.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json, noContent } from '#middleware/http-response.ts';
import { opportunityKeyOf, pathParameter } from '#middleware/path-parameter.ts';
import { jsonBody } from '#middleware/request-body.ts';

const TOKEN_BYTES = 32;

const table = openTable();
await primeTable(table);
const agents = agentView(table, {
  ...{ documents: dynamodbDocumentStore(table), shares: dynamodbShareStore(table) },
  ...{ activity: dynamodbActivityLog(table), clock: systemClock },
  newToken: () => randomBytes(TOKEN_BYTES).toString('base64url'),
});
const sources = configuredSources();

/** `POST`, `GET …/documents/{documentId}/shares` and `DELETE …/shares/{shareId}` */
export const handler = httpHandler(jsonLog, async (event, access) => {
  const { username, ports } = agents.of(event, access);
  const key = opportunityKeyOf(event);
  const source = configuredSource(sources, key.sourceId);
  const documentId = pathParameter(event, 'documentId');
  const { domainName, http } = event.requestContext;
  switch (http.method) {
    case 'POST': {
      const { hours } = jsonBody(event, shareCreationSchema);
      const { share, token } = await shareDocument(ports, source, key, documentId, hours, username);
      // The address that this request came to is one that people outside reach too.
      const url = `${event.headers['x-forwarded-proto'] ?? 'https'}://${domainName}/shares/${token}`;
      return json(201, { ...share, url });
    }
    case 'DELETE':
      await revokeShare(ports, key, documentId, pathParameter(event, 'shareId'), username);
      return noContent();
    default:
      return json(200, await listShares(ports, source, key, documentId));
  }
});
