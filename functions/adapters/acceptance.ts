/** Everything that accepting a call request needs, put together once per function. */
import { ENVIRONMENT } from '../core/contracts/environment.ts';
import { countedCalls, countedDialling, countedRequests, measuredLine } from '../core/counted-ports.ts';
import { pacingOf } from '../core/pacing.ts';
import { PREVIEW_RATE } from '../core/policy.ts';
import { recentIds } from '../core/recent-ids.ts';
import { dialing, openDialClient, openPresenceClient, rehearseDialling } from './connect-calls.ts';
import { connectPresence } from './connect-presence.ts';
import { dialPacing } from './dial-pacing.ts';
import { dynamodbAttemptCounts } from './dynamodb-attempt-counts.ts';
import { dynamodbCallStore } from './dynamodb-call-store.ts';
import { openTable } from './dynamodb-client.ts';
import { dynamodbContactStore } from './dynamodb-contact-store.ts';
import { dynamodbDialSlots } from './dynamodb-dial-slots.ts';
import { dynamodbDoNotCallList } from './dynamodb-do-not-call-list.ts';
import { dynamodbErasures } from './dynamodb-erasures.ts';
import { dynamodbOpportunityStore } from './dynamodb-opportunity-store.ts';
import { dynamodbRequestStore } from './dynamodb-request-store.ts';
import { embeddedMetrics } from './embedded-metrics.ts';
import { environment } from './environment.ts';
import { jsonLog } from './json-log.ts';
import { primed } from './priming.ts';
import { dialQueue, documentQueue, openQueues, rehearseSending, writeBackQueue } from './sqs-queues.ts';
import { systemClock } from './system-clock.ts';

/** A hint that saves dial slots; a few thousand short ids are less than a megabyte. */
const RECENT_IDS = 5_000;

export function acceptance() {
  const table = openTable();
  const queues = openQueues();
  const dialClient = openDialClient();
  const metrics = embeddedMetrics();
  const ports = {
    requests: countedRequests(dynamodbRequestStore(table), metrics),
    calls: countedCalls(dynamodbCallStore(table), metrics),
    contacts: dynamodbContactStore(table),
    opportunities: dynamodbOpportunityStore(table),
    attempts: dynamodbAttemptCounts(table),
    erasures: dynamodbErasures(table),
    doNotCall: dynamodbDoNotCallList(table),
    slots: measuredLine(dynamodbDialSlots(table, dialPacing()), metrics),
    previewSlots: dynamodbDialSlots(table, pacingOf(PREVIEW_RATE), 'PREVIEW-SLOTS'),
    desktopOrigin: environment(ENVIRONMENT.desktopOrigin),
    connect: countedDialling(dialing(dialClient), metrics),
    presence: connectPresence(openPresenceClient(), systemClock),
    dialQueue: dialQueue(queues),
    writeBacks: writeBackQueue(queues),
    documents: documentQueue(queues),
    recent: recentIds(RECENT_IDS),
    clock: systemClock,
    log: jsonLog,
    metrics,
  };
  return {
    table,
    queues,
    ports,
    /** The two services of which a first request would otherwise be made while somebody waits. */
    rehearse: () => primed(rehearseSending(queues), rehearseDialling(dialClient)),
  };
}
