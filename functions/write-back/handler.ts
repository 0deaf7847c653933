import { configuredSources } from '#adapters/configured-sources.ts';
import { dynamodbActivityLog } from '#adapters/dynamodb-activity-log.ts';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { dynamodbCircuits } from '#adapters/dynamodb-circuits.ts';
import { openTable } from '#adapters/dynamodb-client.ts';
import { dynamodbContactStore } from '#adapters/dynamodb-contact-store.ts';
import { dynamodbDocumentStore } from '#adapters/dynamodb-document-store.ts';
import { dynamodbErasureOrders } from '#adapters/dynamodb-erasure-orders.ts';
import { dynamodbRequestStore } from '#adapters/dynamodb-request-store.ts';
import { embeddedMetrics } from '#adapters/embedded-metrics.ts';
import { environment } from '#adapters/environment.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { s3DocumentReading } from '#adapters/s3-document-reading.ts';
import { s3PresignedLinks } from '#adapters/s3-presigned-links.ts';
import { dialQueue, messagePostponement, openQueues } from '#adapters/sqs-queues.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { ENVIRONMENT } from '#core/contracts/environment.ts';
import type { WriteBackMessage } from '#core/contracts/queue-messages.ts';
import { spareSource } from '#core/use-cases/spare-source.ts';
import { tellOrPostpone } from '#core/use-cases/tell-or-postpone.ts';
import { writeBack } from '#core/use-cases/write-back.ts';
import { crmTelling } from '#crm/telling.ts';
import { configuredCrm } from '#middleware/configured-crm.ts';
import { queueHandler } from '#middleware/queue-handler.ts';

const table = openTable();
const sources = configuredSources();
const telling = crmTelling(configuredCrm(table, sources));
const queues = openQueues();
const metrics = embeddedMetrics();
const postpone = messagePostponement(queues, environment(ENVIRONMENT.writeBackQueue));
const links = s3PresignedLinks();
const deliver = writeBack({
  calls: dynamodbCallStore(table),
  contacts: dynamodbContactStore(table),
  documents: dynamodbDocumentStore(table),
  files: { ...links, ...s3DocumentReading(links) },
  activity: dynamodbActivityLog(table),
  erasureOrders: dynamodbErasureOrders(table),
  requests: dynamodbRequestStore(table),
  dialQueue: dialQueue(queues),
  ...{ sources, desktopOrigin: environment(ENVIRONMENT.desktopOrigin) },
  deliver: (event, source, eventId, file) => telling(source).deliver(event, eventId, file),
  clock: systemClock,
  log: jsonLog,
});
const tell = spareSource({ circuits: dynamodbCircuits(table), clock: systemClock, log: jsonLog, metrics }, deliver);

/** The write-back queue. */
export const handler = queueHandler<WriteBackMessage>(
  jsonLog,
  tellOrPostpone({ tell, postpone, random: Math.random, log: jsonLog, metrics }),
  postpone,
);
