import { dynamodbActivityLog } from '#adapters/dynamodb-activity-log.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbDocumentStore } from '#adapters/dynamodb-document-store.ts';
import { dynamodbOpportunityStore } from '#adapters/dynamodb-opportunity-store.ts';
import { dynamodbShareStore } from '#adapters/dynamodb-share-store.ts';
import { dynamodbUploadStore } from '#adapters/dynamodb-upload-store.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { s3PresignedLinks } from '#adapters/s3-presigned-links.ts';
import { documentQueue, openQueues, writeBackQueue } from '#adapters/sqs-queues.ts';
import { systemClock } from '#adapters/system-clock.ts';
import {
  documentCreationSchema,
  documentEditSchema,
  fileVersionCreationSchema,
} from '#core/contracts/agent-requests.ts';
import { addFileVersion } from '#core/use-cases/add-file-version.ts';
import { addDocument, editDocument, removeDocument } from '#core/use-cases/edit-document.ts';
import { fetchAgain } from '#core/use-cases/fetch-again.ts';
import { agentView } from '#middleware/agent-view.ts';
import { editResponse, entityTag, expectedVersion } from '#middleware/entity-tag.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json } from '#middleware/http-response.ts';
import { newIdOf } from '#middleware/idempotency-key.ts';
import { opportunityKeyOf } from '#middleware/path-parameter.ts';
import { jsonBody } from '#middleware/request-body.ts';

const table = openTable();
await primeTable(table);
const queues = openQueues();
const agents = agentView(table, {
  ...{ documents: dynamodbDocumentStore(table), opportunities: dynamodbOpportunityStore(table) },
  ...{ shares: dynamodbShareStore(table), uploads: dynamodbUploadStore(table) },
  ...{ activity: dynamodbActivityLog(table), files: s3PresignedLinks(), documentQueue: documentQueue(queues) },
  ...{ writeBack: writeBackQueue(queues) },
  clock: systemClock,
});

export const handler = httpHandler(jsonLog, async (event, access) => {
  const { username, ports } = agents.of(event, access);
  const key = opportunityKeyOf(event);
  const { method } = event.requestContext.http;
  const documentId = event.pathParameters?.documentId;
  if (documentId === undefined) {
    const { upload, ...added } = await addDocument(
      { ...ports, newId: newIdOf(event, username) },
      key,
      jsonBody(event, documentCreationSchema),
      username,
    );
    return editResponse(event, added, { status: 201, also: { upload } });
  }
  if (event.routeKey.endsWith('/fetch')) return json(202, await fetchAgain(ports, key, documentId));
  if (method === 'POST') {
    const creation = jsonBody(event, fileVersionCreationSchema);
    const versions = { ...ports, newId: newIdOf(event, username) };
    const { document, upload } = await addFileVersion(versions, key, documentId, creation, username);
    return json(201, { ...document, upload }, entityTag(document.version));
  }
  const version = expectedVersion(event);
  if (method === 'DELETE') {
    return editResponse(event, await removeDocument(ports, key, documentId, version, username), { status: 204 });
  }
  const edit = jsonBody(event, documentEditSchema);
  return editResponse(event, await editDocument(ports, key, documentId, version, edit, username), { status: 200 });
});
