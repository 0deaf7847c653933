import { configuredSources } from '#adapters/configured-sources.ts';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { openTable } from '#adapters/dynamodb-client.ts';
import { dynamodbErasureOrders } from '#adapters/dynamodb-erasure-orders.ts';
import { dynamodbPersonalData } from '#adapters/dynamodb-personal-data.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { erasureQueue, openQueues, readQueue } from '#adapters/sqs-queues.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { receiveRelayedEvent } from '#core/use-cases/receive-relayed-event.ts';
import { relayedFrom } from '#crm/relayed.ts';
import type { RelayedEvent } from '#crm/salesforce/relayed-event.ts';
import { eventHandler } from '#middleware/event-handler.ts';

const table = openTable();
const queues = openQueues();
const sources = configuredSources();
const receive = receiveRelayedEvent({
  ...{ calls: dynamodbCallStore(table), reads: readQueue(queues), erasureQueue: erasureQueue(queues) },
  ...{ erasureOrders: dynamodbErasureOrders(table), personalData: dynamodbPersonalData(table) },
  ...{ clock: systemClock, log: jsonLog },
});

/** EventBridge, partner event buses of the sources. What cannot be understood rests in the dead-letter queue. */
export const handler = eventHandler<RelayedEvent>(jsonLog, async (event) => {
  const relayed = relayedFrom(event, [...sources.values()]);
  await receive(relayed.sourceId, relayed.notices);
  const { sourceId, notices } = relayed;
  jsonLog.info('event-relayed', { sourceId, deliveryId: event.id, detail: `notices-${notices.length}` });
});
