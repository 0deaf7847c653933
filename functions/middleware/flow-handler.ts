import { type FlowEvent, lookupQuestionFrom } from '../adapters/connect-flow-event.ts';
import { dynamodbCallStore } from '../adapters/dynamodb-call-store.ts';
import { dynamodbOpportunityStore } from '../adapters/dynamodb-opportunity-store.ts';
import type { StoreTable } from '../adapters/dynamodb-table.ts';
import { embeddedMetrics } from '../adapters/embedded-metrics.ts';
import { jsonLog } from '../adapters/json-log.ts';
import { systemClock } from '../adapters/system-clock.ts';
import type { FlowLookup } from '../core/contracts/flow-lookup.ts';
import { LOOKUP_DEADLINE } from '../core/policy.ts';
import { type LookupPorts, lookUpContact } from '../core/use-cases/look-up-contact.ts';

/** What a contact flow asks. The stores are made per invocation because its deadline ends their requests. */
export function flowHandler(
  table: StoreTable,
  more: Pick<LookupPorts, 'findInCrm'> = {},
): (event: FlowEvent) => Promise<FlowLookup> {
  const metrics = embeddedMetrics();
  return async (event) => {
    const withDeadline = { ...table, signal: AbortSignal.timeout(LOOKUP_DEADLINE) };
    const ports = {
      ...{
        opportunities: dynamodbOpportunityStore(withDeadline),
        calls: dynamodbCallStore(withDeadline),
        log: jsonLog,
      },
      ...{ metrics, clock: systemClock, ...more },
    };
    return lookUpContact(ports, lookupQuestionFrom(event));
  };
}
