import { dynamodbCrmRecords } from '../adapters/dynamodb-crm-records.ts';
import type { StoreTable } from '../adapters/dynamodb-table.ts';
import { guardedFetch } from '../adapters/guarded-fetch.ts';
import { jsonLog } from '../adapters/json-log.ts';
import { openSecrets, sourceSecrets } from '../adapters/secrets.ts';
import { systemClock } from '../adapters/system-clock.ts';
import type { FunctionSource, Source } from '../core/contracts/configuration.ts';
import type { CrmOutbound } from '../crm/connector.ts';
import { crmOf } from '../crm/outbound.ts';

/** The CRM of each source, with its secret, put together once per function. */
export function configuredCrm(
  table: StoreTable,
  sources: ReadonlyMap<string, FunctionSource>,
): (source: Source) => CrmOutbound {
  const secrets = sourceSecrets(openSecrets(), sources);
  const shared = {
    web: guardedFetch(),
    records: dynamodbCrmRecords(table, systemClock),
    clock: systemClock,
    log: jsonLog,
  };
  return crmOf((source) => ({
    ...shared,
    source,
    credentials: (options) => secrets.credentialsOf(source.id, options),
  }));
}
