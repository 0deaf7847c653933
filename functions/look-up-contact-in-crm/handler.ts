import { configuredSources } from '#adapters/configured-sources.ts';
import { openTable, primeTable } from '#adapters/dynamodb-client.ts';
import { dynamodbUnknownNumbers } from '#adapters/dynamodb-unknown-numbers.ts';
import { jsonLog } from '#adapters/json-log.ts';
import { systemClock } from '#adapters/system-clock.ts';
import { within } from '#adapters/within.ts';
import { CRM_SEARCH_PATIENCE } from '#core/policy.ts';
import { searchCrm } from '#core/use-cases/search-crm.ts';
import { crmFinding } from '#crm/finding.ts';
import { configuredCrm } from '#middleware/configured-crm.ts';
import { flowHandler } from '#middleware/flow-handler.ts';

const table = openTable();
await primeTable(table);
const sources = configuredSources();
const ports = {
  ...{ sources: [...sources.values()], finderOf: crmFinding(configuredCrm(table, sources, CRM_SEARCH_PATIENCE)) },
  ...{ unknownNumbers: dynamodbUnknownNumbers(table), within, clock: systemClock, log: jsonLog },
};

/** In the place of `look-up-contact`, where `lookup.crm` wants it: whom nobody here knows, the CRMs are asked for. */
export const handler = flowHandler(table, {
  async findInCrm(phone, milliseconds) {
    const { matches } = await searchCrm(ports, { phone }, () => true, milliseconds);
    return matches;
  },
});
