import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbDocumentStore } from '#adapters/dynamodb-document-store.ts';
import { dynamodbUploadStore } from '#adapters/dynamodb-upload-store.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { openFiles, s3DocumentFiles } from '#adapters/s3-document-files.ts';
import { s3MultipartFiles } from '#adapters/s3-multipart-files.ts';
import { s3PresignedLinks } from '#adapters/s3-presigned-links.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { partsWantedSchema, resumableCreationSchema } from '#core/contracts/agent-requests.ts';
import { abortUpload, completeUpload, linkParts, showUpload, startUpload } from '#core/use-cases/upload-in-parts.ts';
import { agentView } from '#middleware/agent-view.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json, noContent } from '#middleware/http-response.ts';
import { newIdOf } from '#middleware/idempotency-key.ts';
import { opportunityKeyOf, pathParameter } from '#middleware/path-parameter.ts';
import { jsonBody } from '#middleware/request-body.ts';

const table = openTable();
await primeTable(table);
const bucket = openFiles();
const agents = agentView(table, {
  ...{ documents: dynamodbDocumentStore(table), uploads: dynamodbUploadStore(table), clock: systemClock },
  ...{ parts: s3MultipartFiles(bucket), files: { ...s3DocumentFiles(bucket), ...s3PresignedLinks() } },
});

/** `…/documents/{documentId}/uploads[/{uploadId}[/parts|/complete]]` */
export const handler = httpHandler(jsonLog, async (event, access) => {
  const { username, ports } = agents.of(event, access);
  const key = opportunityKeyOf(event);
  const documentId = pathParameter(event, 'documentId');
  if (event.pathParameters?.uploadId === undefined) {
    const creation = jsonBody(event, resumableCreationSchema);
    const starting = { ...ports, newId: newIdOf(event, username) };
    return json(201, await startUpload(starting, key, documentId, creation, username));
  }
  const upload = { ...key, documentId, uploadId: pathParameter(event, 'uploadId') };
  switch (event.requestContext.http.method) {
    case 'GET':
      return json(200, await showUpload(ports, upload));
    case 'DELETE':
      await abortUpload(ports, upload);
      return noContent();
    default:
      if (event.routeKey.endsWith('/parts')) {
        return json(200, await linkParts(ports, upload, jsonBody(event, partsWantedSchema)));
      }
      await completeUpload(ports, upload);
      return noContent();
  }
});
