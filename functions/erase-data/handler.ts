import { dynamodbAttemptCounts } from '#adapters/dynamodb-attempt-counts.ts';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { openTable } from '#adapters/dynamodb-client.ts';
import { dynamodbErasureOrders } from '#adapters/dynamodb-erasure-orders.ts';
import { dynamodbPersonalData } from '#adapters/dynamodb-personal-data.ts';
import { dynamodbRequestStore } from '#adapters/dynamodb-request-store.ts';
import { embeddedMetrics } from '#adapters/embedded-metrics.ts';
import { environment } from '#adapters/environment.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { openFiles } from '#adapters/s3-document-files.ts';
import { s3DocumentPurge } from '#adapters/s3-document-purge.ts';
import { openScheduler, wakeUpCancelling } from '#adapters/scheduled-wake-ups.ts';
import { erasureQueue, messagePostponement, openQueues, writeBackQueue } from '#adapters/sqs-queues.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { ENVIRONMENT } from '#core/contracts/environment.ts';
import type { ErasureMessage } from '#core/contracts/queue-messages.ts';
import { countedCalls } from '#core/counted-ports.ts';
import { carryOutErasure } from '#core/use-cases/carry-out-erasure.ts';
import { queueHandler } from '#middleware/queue-handler.ts';

const table = openTable();
const queues = openQueues();
const metrics = embeddedMetrics();
const erase = carryOutErasure({
  ...{ requests: dynamodbRequestStore(table), calls: countedCalls(dynamodbCallStore(table), metrics) },
  ...{ personalData: dynamodbPersonalData(table), attempts: dynamodbAttemptCounts(table) },
  ...{ erasureOrders: dynamodbErasureOrders(table), files: s3DocumentPurge(openFiles()) },
  ...{ erasureQueue: erasureQueue(queues), writeBacks: writeBackQueue(queues) },
  ...{ wakeUps: wakeUpCancelling(openScheduler()), clock: systemClock, log: jsonLog },
  metrics,
});
const postpone = messagePostponement(queues, environment(ENVIRONMENT.erasureQueue));

/** The erasure queue: what failed begins its pass anew. */
export const handler = queueHandler<ErasureMessage>(jsonLog, ({ message }) => erase(message), postpone);
