import { dynamodbCrmRecords } from '../adapters/dynamodb-crm-records.ts';
import type { StoreTable } from '../adapters/dynamodb-table.ts';
import { guardedFetch } from '../adapters/guarded-fetch.ts';
import { jsonLog } from '../adapters/json-log.ts';
import { pause } from '../adapters/pause.ts';
import { openSecrets, sourceSecrets } from '../adapters/secrets.ts';
import { systemClock } from '../adapters/system-clock.ts';
import type { FunctionSource } from '../core/contracts/configuration.ts';
import type { GuardedFetch } from '../core/ports/guarded-fetch.ts';
import type { AccessOf } from '../crm/one-per-source.ts';

/**
 * The way to each source's CRM, with its secret: put together once per function.
 * @param patience milliseconds that each request may take, when that is less than a connector would wait
 */
export function configuredCrm(
  table: StoreTable,
  sources: ReadonlyMap<string, FunctionSource>,
  patience = Number.POSITIVE_INFINITY,
): AccessOf {
  const secrets = sourceSecrets(openSecrets(), sources);
  const web = guardedFetch();
  const impatient: GuardedFetch = {
    request: (url, options) => web.request(url, { ...options, timeoutMs: Math.min(options.timeoutMs, patience) }),
  };
  const shared = {
    ...{ web: impatient, records: dynamodbCrmRecords(table, systemClock) },
    ...{ clock: systemClock, pause, log: jsonLog },
  };
  return (source) => ({ ...shared, source, credentials: (options) => secrets.credentialsOf(source.id, options) });
}
