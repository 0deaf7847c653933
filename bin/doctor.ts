/**
 * Looks at a deployment and says what is wrong with it, and what mends that: `npm run doctor`. Region, credentials and endpoints come
 * from the environment, as for every AWS tool; `--local [FOLDER]` asks the local system instead (`.local` unless it says otherwise).
 * It changes nothing. The exit code is 1 when there is a problem.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { connectInventory } from '../functions/adapters/connect-inventory.ts';
import { guardedFetch } from '../functions/adapters/guarded-fetch.ts';
import { pause } from '../functions/adapters/pause.ts';
import { openSecrets, sourceSecrets } from '../functions/adapters/secrets.ts';
import type { Configuration } from '../functions/core/contracts/configuration.ts';
import type { CrmAccess } from '../functions/crm/connector.ts';
import { functionSources } from '../lib/function-sources.ts';
import { ConfigurationError, readConfiguration } from '../lib/read-configuration.ts';
import { examineApi } from './doctor/examine-api.ts';
import { examineConnect } from './doctor/examine-connect.ts';
import { examineSource } from './doctor/examine-source.ts';
import { type Finding, ok, problem, warning } from './doctor/finding.ts';

const USAGE = 'npm run doctor -- [--local] [--data FOLDER]';

/** As `npm start` writes it: where the local services are, and who may ask them. */
function pointAtLocalSystem(folder: string): string {
  const { aws, connect, region, credentials, logs } = JSON.parse(readFileSync(join(folder, 'endpoints.json'), 'utf8'));
  Object.assign(process.env, {
    ...{ AWS_ENDPOINT_URL: aws, AWS_ENDPOINT_URL_CONNECT: connect, AWS_REGION: region },
    ...{ AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey },
  });
  // With --ephemeral everything but the endpoints is elsewhere.
  return join(dirname(logs), 'cti.config.json');
}

/** What the doctor looks at, as it goes: each part with its findings. */
async function* examine(configuration: Configuration): AsyncGenerator<readonly [string, readonly Finding[]]> {
  process.env.AWS_REGION ??= configuration.region;
  yield [
    'connect',
    await examineConnect(configuration, connectInventory(configuration.connect.instanceArn, configuration.region)),
  ];
  const sources = functionSources(configuration);
  const secrets = sourceSecrets(openSecrets(), new Map(sources.map((source) => [source.id, source])));
  const { api } = configuration.endpoints;
  if (api === undefined) {
    const fix = 'put the output ApiEndpoint of the calling stack into endpoints.api';
    yield ['api', [warning('endpoints.api is not configured: not checked whether webhooks arrive', fix)]];
  }
  for (const source of sources) {
    const access: CrmAccess = {
      ...{ source, web: guardedFetch(), clock: { now: () => new Date() }, pause },
      credentials: (options) => secrets.credentialsOf(source.id, options),
      records: NO_RECORDS,
      log: { info() {}, note() {}, error() {} },
    };
    const found = await examineSource(access, source.secretId);
    const isSigning =
      source.kind === 'generic' &&
      !found.some(({ level, says }) => level === 'problem' && /secret|“current”/.test(says));
    const { current } = isSigning ? await access.credentials() : {};
    yield [
      `source ${source.id} (${source.kind})`,
      [...found, ...(api === undefined ? [] : await examineApi(api, source, current))],
    ];
  }
}

const unasked = (): never => {
  throw new Error('the doctor writes nothing');
};
/** Trials only read. */
const NO_RECORDS: CrmAccess['records'] = {
  ...{ claim: unasked, remember: unasked, release: unasked, forget: unasked, subjects: unasked },
};

const SIGNS = { ok: 'ok      ', warning: 'WARNING ', problem: 'PROBLEM ' } as const;

function show(part: string, findings: readonly Finding[]): void {
  console.log(part);
  for (const finding of findings) {
    console.log(`  ${SIGNS[finding.level]} ${finding.says}`);
    if (finding.level !== 'ok') console.log(`           to mend it: ${finding.fix}`);
  }
}

function configurationOf(file: string): Configuration | undefined {
  try {
    const configuration = readConfiguration(file);
    show('configuration', [ok(`${file} is valid, with ${configuration.sources.length} source(s)`)]);
    return configuration;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    show('configuration', [problem(error.message, 'correct these fields; docs/deploy.md says what each is')]);
    return undefined;
  }
}

try {
  const { values } = parseArgs({
    options: { local: { type: 'boolean' }, data: { type: 'string', default: '.local' } },
  });
  const file = values.local ? pointAtLocalSystem(values.data) : (process.env.CTI_CONFIG ?? 'cti.config.json');
  const configuration = configurationOf(file);
  let problems = configuration === undefined ? 1 : 0;
  if (configuration !== undefined) {
    for await (const [part, findings] of examine(configuration)) {
      show(part, findings);
      problems += findings.filter(({ level }) => level === 'problem').length;
    }
  }
  console.log(problems === 0 ? 'nothing is wrong' : `${problems} problem(s)`);
  process.exitCode = problems === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error, `\n${USAGE}`);
  process.exitCode = 1;
}
