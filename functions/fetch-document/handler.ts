import { configuredSources } from '#adapters/configured-sources.ts';
import { openTable } from '#adapters/dynamodb-client.ts';
import { dynamodbDocumentStore } from '#adapters/dynamodb-document-store.ts';
import { embeddedMetrics } from '#adapters/embedded-metrics.ts';
import { environment } from '#adapters/environment.ts';
import { guardedFetch } from '#adapters/guarded-fetch.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { openFiles, s3DocumentFiles } from '#adapters/s3-document-files.ts';
import { s3DocumentIntake } from '#adapters/s3-document-intake.ts';
import { s3DocumentPurge } from '#adapters/s3-document-purge.ts';
import { messagePostponement, openQueues } from '#adapters/sqs-queues.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { ENVIRONMENT } from '#core/contracts/environment.ts';
import type { DocumentMessage } from '#core/contracts/queue-messages.ts';
import type { DocumentLocation } from '#core/ports/crm.ts';
import { fetchDocument } from '#core/use-cases/fetch-document.ts';
import { removeDocumentFile } from '#core/use-cases/remove-document-file.ts';
import { crmFiles } from '#crm/files.ts';
import { configuredCrm } from '#middleware/configured-crm.ts';
import { queueHandler } from '#middleware/queue-handler.ts';

const table = openTable();
const sources = configuredSources();
const filesOf = crmFiles(configuredCrm(table, sources));
const documents = dynamodbDocumentStore(table);
const bucket = openFiles();
const files = { ...s3DocumentFiles(bucket), ...s3DocumentIntake(bucket), ...s3DocumentPurge(bucket) };
const remove = removeDocumentFile({ documents, files });
const fetchOne = fetchDocument({
  documents,
  files,
  web: guardedFetch(),
  sources,
  locate: locateIn,
  clock: systemClock,
  log: jsonLog,
  metrics: embeddedMetrics(),
});

/** Only some kinds of CRM have files that are not for everybody. */
async function locateIn(sourceId: string, url: string): Promise<DocumentLocation> {
  const source = sources.get(sourceId);
  const located = source === undefined ? undefined : await filesOf(source)?.locateDocument(url);
  return located ?? { outcome: 'located', url, headers: {} };
}

const postpone = messagePostponement(openQueues(), environment(ENVIRONMENT.documentQueue));

/** The document queue. */
export const handler = queueHandler<DocumentMessage>(
  jsonLog,
  ({ message, receiveCount }) =>
    message.type === 'remove' ? remove(message, receiveCount) : fetchOne(message, receiveCount),
  postpone,
);
