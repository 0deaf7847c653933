import type { EventBridgeEvent } from 'aws-lambda';
import { connectContacts, openConnectClient } from '#adapters/connect-calls.ts';
import { contactEventFrom } from '#adapters/connect-contact-event.ts';
import { connectUsers } from '#adapters/connect-users.ts';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbErasures } from '#adapters/dynamodb-erasures.ts';
import { dynamodbRequestStore } from '#adapters/dynamodb-request-store.ts';
import { embeddedMetrics } from '#adapters/embedded-metrics.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { dialQueue, openQueues, writeBackQueue } from '#adapters/sqs-queues.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { countedCalls } from '#core/counted-ports.ts';
import { applyContactEvent } from '#core/use-cases/apply-contact-event.ts';
import { eventHandler } from '#middleware/event-handler.ts';

const table = openTable();
await primeTable(table);
const connect = openConnectClient();
const queues = openQueues();
const metrics = embeddedMetrics();
const writeBacks = writeBackQueue(queues);
const ports = {
  ...{
    calls: countedCalls(dynamodbCallStore(table), metrics),
    requests: dynamodbRequestStore(table),
    erasures: dynamodbErasures(table),
  },
  ...{ connect: connectContacts(connect), users: connectUsers(connect), writeBacks, writeBack: writeBacks },
  ...{ dialQueue: dialQueue(queues), clock: systemClock, log: jsonLog },
};

type Delivered = Pick<EventBridgeEvent<string, unknown>, 'id' | 'detail' | 'time'>;

/** A failure is thrown: EventBridge's target is retried, and what then still fails rests in the dead-letter queue. */
export const handler = eventHandler<Delivered>(jsonLog, async ({ id, detail, time }) => {
  const event = contactEventFrom(detail, time);
  if (event === undefined) return;
  const { connectContactId, type } = event;
  jsonLog.note({ deliveryId: id, type, connectContactId });
  const { outcome, ...applied } = await applyContactEvent(ports, event, id);
  metrics.count('ContactEvents', { outcome });
  jsonLog.info('contact-event', { outcome, ...applied });
});
