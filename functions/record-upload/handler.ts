import type { EventBridgeEvent } from 'aws-lambda';
import { configuredSources } from '#adapters/configured-sources.ts';
import { dynamodbActivityLog } from '#adapters/dynamodb-activity-log.ts';
import { openTable } from '#adapters/dynamodb-client.ts';
import { dynamodbDocumentStore } from '#adapters/dynamodb-document-store.ts';
import { dynamodbErasures } from '#adapters/dynamodb-erasures.ts';
import { dynamodbUploadStore } from '#adapters/dynamodb-upload-store.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { openFiles, s3DocumentFiles } from '#adapters/s3-document-files.ts';
import { s3DocumentPurge } from '#adapters/s3-document-purge.ts';
import { openQueues, writeBackQueue } from '#adapters/sqs-queues.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { recordUpload } from '#core/use-cases/record-upload.ts';
import { eventHandler } from '#middleware/event-handler.ts';

const table = openTable();
const bucket = openFiles();
const record = recordUpload({
  documents: dynamodbDocumentStore(table),
  files: { ...s3DocumentFiles(bucket), ...s3DocumentPurge(bucket) },
  uploads: dynamodbUploadStore(table),
  activity: dynamodbActivityLog(table),
  erasures: dynamodbErasures(table),
  writeBacks: writeBackQueue(openQueues()),
  sources: configuredSources(),
  clock: systemClock,
  log: jsonLog,
});

/** EventBridge, `Object Created` of the documents bucket. */
export const handler = eventHandler<EventBridgeEvent<'Object Created', { object: { key: string } }>>(
  jsonLog,
  ({ detail }) => record(detail.object.key),
);
