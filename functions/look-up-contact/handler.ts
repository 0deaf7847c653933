import { type FlowEvent, lookupQuestionFrom } from '#adapters/connect-flow-event.ts';
import { dynamodbCallStore } from '#adapters/dynamodb-call-store.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbOpportunityStore } from '#adapters/dynamodb-opportunity-store.ts';
import { embeddedMetrics } from '#adapters/embedded-metrics.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { systemClock } from '#adapters/system-clock.ts';
import type { FlowLookup } from '#core/contracts/flow-lookup.ts';
import { LOOKUP_DEADLINE } from '#core/policy.ts';
import { lookUpContact } from '#core/use-cases/look-up-contact.ts';

const table = openTable();
await primeTable(table);
const metrics = embeddedMetrics();

/** The stores are made per invocation because its deadline ends their requests. */
export const handler = async (event: FlowEvent): Promise<FlowLookup> => {
  const withDeadline = { ...table, signal: AbortSignal.timeout(LOOKUP_DEADLINE) };
  const ports = {
    ...{ opportunities: dynamodbOpportunityStore(withDeadline), calls: dynamodbCallStore(withDeadline), log: jsonLog },
    ...{ metrics, clock: systemClock },
  };
  return lookUpContact(ports, lookupQuestionFrom(event));
};
