import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { configuredSources } from '#adapters/configured-sources.ts';
import { dynamodbActivityLog } from '#adapters/dynamodb-activity-log.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbDocumentStore } from '#adapters/dynamodb-document-store.ts';
import { dynamodbShareStore } from '#adapters/dynamodb-share-store.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { s3PresignedLinks } from '#adapters/s3-presigned-links.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { openShare } from '#core/use-cases/open-share.ts';
import { httpHandler } from '#middleware/http-handler.ts';
import { pathParameter } from '#middleware/path-parameter.ts';
import { problemPage } from '#middleware/problem-page.ts';

const table = openTable();
await primeTable(table);
const ports = {
  ...{ documents: dynamodbDocumentStore(table), shares: dynamodbShareStore(table), files: s3PresignedLinks() },
  ...{ activity: dynamodbActivityLog(table), sources: configuredSources(), clock: systemClock, log: jsonLog },
};

/** Neither caches nor search engines nor the storage get to know the link. */
const answer = httpHandler(jsonLog, async (event, access) => {
  const { url: location, share } = await openShare(ports, pathParameter(event, 'token'));
  const { sourceId, opportunityId, documentId } = share;
  access.answersTo(`link:${share.shareId}`);
  access.shows([{ sourceId, opportunityId, documentId }]);
  return {
    statusCode: 302,
    headers: {
      location,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
    },
  };
});

/** `GET /shares/{token}`, for whoever has the link. */
export const handler = async (event: APIGatewayProxyEventV2, context: unknown) =>
  problemPage(event, await answer(event, context));
