import { configuredSources } from '#adapters/configured-sources.ts';
import {
  connectContacts,
  dialing,
  openConnectClient,
  openDialClient,
  openPresenceClient,
} from '#adapters/connect-calls.ts';
import { connectPresence } from '#adapters/connect-presence.ts';
import { connectUsers } from '#adapters/connect-users.ts';
import { dialPacing } from '#adapters/dial-pacing.ts';
import { dynamodbAttemptCounts } from '#adapters/dynamodb-attempt-counts.ts';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbContactStore } from '#adapters/dynamodb-contact-store.ts';
import { dynamodbDialLine } from '#adapters/dynamodb-dial-line.ts';
import { dynamodbDoNotCallList } from '#adapters/dynamodb-do-not-call-list.ts';
import { dynamodbErasures } from '#adapters/dynamodb-erasures.ts';
import { dynamodbOpportunityStore } from '#adapters/dynamodb-opportunity-store.ts';
import { dynamodbRequestStore } from '#adapters/dynamodb-request-store.ts';
import { embeddedMetrics } from '#adapters/embedded-metrics.ts';
import { environment, recordingsPlace } from '#adapters/environment.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { openScheduler, unwrapped, wakeUpSetting } from '#adapters/scheduled-wake-ups.ts';
import { dialQueue, documentQueue, messagePostponement, openQueues, writeBackQueue } from '#adapters/sqs-queues.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { ENVIRONMENT } from '#core/contracts/environment.ts';
import { countedCalls, countedDialling, measuredLine } from '#core/counted-ports.ts';
import { pacingOf } from '#core/pacing.ts';
import { PREVIEW_RATE } from '#core/policy.ts';
import { arrangeCallback } from '#core/use-cases/arrange-callback.ts';
import { dialCall } from '#core/use-cases/dial-call.ts';
import { tellLater } from '#core/use-cases/tell-once.ts';
import { watchCall } from '#core/use-cases/watch-call.ts';
import { queueHandler } from '#middleware/queue-handler.ts';

const table = openTable();
const queues = openQueues();
const metrics = embeddedMetrics();
const pacing = dialPacing();
await primeTable(table);
const connect = openConnectClient();
const shared = {
  requests: dynamodbRequestStore(table),
  calls: countedCalls(dynamodbCallStore(table), metrics),
  dialQueue: dialQueue(queues),
  clock: systemClock,
  log: jsonLog,
  metrics,
};
const writeBacks = writeBackQueue(queues);
const stored = {
  ...shared,
  contacts: dynamodbContactStore(table),
  opportunities: dynamodbOpportunityStore(table),
  erasures: dynamodbErasures(table),
  slots: measuredLine(dynamodbDialLine(table, pacing), metrics),
  previewSlots: dynamodbDialLine(table, pacingOf(PREVIEW_RATE), 'PREVIEW-SLOTS'),
  writeBacks,
};
const dial = dialCall({
  ...stored,
  attempts: dynamodbAttemptCounts(table),
  doNotCall: dynamodbDoNotCallList(table),
  desktopOrigin: environment(ENVIRONMENT.desktopOrigin),
  pacing,
  connect: countedDialling(dialing(openDialClient()), metrics),
  presence: connectPresence(openPresenceClient(), systemClock),
  documents: documentQueue(queues),
  wakeUps: wakeUpSetting(openScheduler()),
  sources: configuredSources(),
});
const watch = watchCall({
  ...shared,
  connect: connectContacts(connect),
  users: connectUsers(connect),
  ...{ writeBacks, writeBack: writeBacks, awaitsRecordings: recordingsPlace() !== undefined },
});
const tell = tellLater({ ...shared, writeBacks });
const arrange = arrangeCallback({ ...stored, connect: connectContacts(connect) }, dial);

/** The dial queue. */
export const handler = queueHandler<Parameters<typeof unwrapped>[0]>(
  jsonLog,
  (delivery) => {
    const message = unwrapped(delivery.message);
    if (!('type' in message)) return dial(message);
    if (message.type === 'log') return tell(message);
    return message.type === 'watch' ? watch(message) : arrange(message);
  },
  messagePostponement(queues, environment(ENVIRONMENT.dialQueue)),
);
