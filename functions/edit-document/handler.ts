import { dynamodbActivityLog } from '#adapters/dynamodb-activity-log.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbDocumentStore } from '#adapters/dynamodb-document-store.ts';
import { dynamodbOpportunityStore } from '#adapters/dynamodb-opportunity-store.ts';
import { dynamodbShareStore } from '#adapters/dynamodb-share-store.ts';
import { environment } from '#adapters/environment.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { s3PresignedLinks } from '#adapters/s3-presigned-links.ts';
import { documentQueue, openQueues } from '#adapters/sqs-queues.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { documentCreationSchema, documentEditSchema } from '#core/contracts/agent-requests.ts';
import { ENVIRONMENT } from '#core/contracts/environment.ts';
import { addDocument, editDocument, removeDocument } from '#core/use-cases/edit-document.ts';
import { agentOf } from '#middleware/agent-identity.ts';
import { editResponse, expectedVersion } from '#middleware/entity-tag.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { newIdOf } from '#middleware/idempotency-key.ts';
import { opportunityKeyOf, pathParameter } from '#middleware/path-parameter.ts';
import { jsonBody } from '#middleware/request-body.ts';

const table = openTable();
await primeTable(table);
const ports = {
  ...{ documents: dynamodbDocumentStore(table), opportunities: dynamodbOpportunityStore(table) },
  shares: dynamodbShareStore(table),
  ...{ activity: dynamodbActivityLog(table), files: s3PresignedLinks(), documentQueue: documentQueue(openQueues()) },
  clock: systemClock,
};
const usernameClaim = environment(ENVIRONMENT.usernameClaim);

export const handler = httpHandler(jsonLog, async (event) => {
  const { username } = agentOf(event, usernameClaim);
  const key = opportunityKeyOf(event);
  const { method } = event.requestContext.http;
  if (method === 'POST') {
    const { upload, ...added } = await addDocument(
      { ...ports, newId: newIdOf(event, username) },
      key,
      jsonBody(event, documentCreationSchema),
      username,
    );
    return editResponse(event, added, { status: 201, also: { upload } });
  }
  const documentId = pathParameter(event, 'documentId');
  const version = expectedVersion(event);
  if (method === 'DELETE') {
    return editResponse(event, await removeDocument(ports, key, documentId, version, username), { status: 204 });
  }
  const edit = jsonBody(event, documentEditSchema);
  return editResponse(event, await editDocument(ports, key, documentId, version, edit, username), { status: 200 });
});
