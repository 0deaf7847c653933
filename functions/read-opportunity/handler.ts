import { acceptance } from '#adapters/acceptance.ts';
import { configuredSources } from '#adapters/configured-sources.ts';
import { dynamodbCrmRecords } from '#adapters/dynamodb-crm-records.ts';
import { dynamodbErasures } from '#adapters/dynamodb-erasures.ts';
import { dynamodbReadings } from '#adapters/dynamodb-readings.ts';
import { environment } from '#adapters/environment.ts';
import { messagePostponement, openQueues } from '#adapters/sqs-queues.ts';
import { retryDelay } from '#core/backoff.ts';
import { ENVIRONMENT } from '#core/contracts/environment.ts';
import type { ReadMessage } from '#core/contracts/queue-messages.ts';
import { SECOND } from '#core/policy.ts';
import { readOpportunity } from '#core/use-cases/read-opportunity.ts';
import { crmReading } from '#crm/reading.ts';
import { configuredCrm } from '#middleware/configured-crm.ts';
import { queueHandler } from '#middleware/queue-handler.ts';

const { table, ports } = acceptance();
const sources = configuredSources();
const postpone = messagePostponement(openQueues(), environment(ENVIRONMENT.readQueue));
const read = readOpportunity({
  ...{ ...ports, sources, erasures: dynamodbErasures(table), records: dynamodbCrmRecords(table, ports.clock) },
  readings: dynamodbReadings(table),
  readerOf: crmReading(configuredCrm(table, sources)),
});

/** The read queue: a CRM that is not there is asked again later and later, or when it says. */
export const handler = queueHandler<ReadMessage>(
  ports.log,
  async ({ message, receiveCount, receiptHandle }) => {
    const result = await read(message, receiveCount);
    if (result.outcome !== 'later') return 'done';
    await postpone(receiptHandle, retryDelay(receiveCount, Math.random, result.retryAfter) / SECOND);
    return 'again';
  },
  postpone,
);
