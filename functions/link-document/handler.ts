import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbDocumentStore } from '#adapters/dynamodb-document-store.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { s3PresignedLinks } from '#adapters/s3-presigned-links.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { linkDocument } from '#core/use-cases/link-document.ts';
import { agentView } from '#middleware/agent-view.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { json } from '#middleware/http-response.ts';
import { opportunityKeyOf, pathParameter } from '#middleware/path-parameter.ts';

const table = openTable();
await primeTable(table);
const agents = agentView(table, {
  documents: dynamodbDocumentStore(table),
  files: s3PresignedLinks(),
  clock: systemClock,
});

export const handler = httpHandler(jsonLog, async (event, access) => {
  const { ports } = agents.of(event, access);
  const wished = event.queryStringParameters?.disposition === 'attachment' ? 'attachment' : 'inline';
  const { version } = event.queryStringParameters ?? {};
  const what = [opportunityKeyOf(event), pathParameter(event, 'documentId'), wished] as const;
  return json(200, await linkDocument(ports, ...what, version === undefined ? undefined : Number(version)));
});
