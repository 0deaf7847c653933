import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FUNCTION_NAMES, type FunctionName } from '../../functions/core/contracts/routes.ts';
import { bundleHandlers, type HandlerBundles } from '../../lib/constructs/bundle-handlers.ts';
import { writeSourcesFiles } from '../../lib/constructs/sources-file.ts';
import { functionSources } from '../../lib/function-sources.ts';
import { variablesOf } from './grants.ts';
import { exampleApp, exampleConfiguration, exampleInput, root, templateOf, temporaryFolder } from './synthesize.ts';

const LOADER = `
  const { parentPort, workerData } = require('node:worker_threads');
  import(workerData).then(
    ({ handler }) => parentPort.postMessage(typeof handler),
    (error) => parentPort.postMessage(String(error)),
  );`;

/** Lambda's limit for all variables together (Lambda quotas: 4 KB). */
const MAX_VARIABLES_BYTES = 4_096;

/** What Lambda sets by itself. Nothing listens on the endpoint: a function that reads ahead must survive that. */
const RESERVED = {
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'example',
  AWS_SESSION_TOKEN: 'example',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
};

async function load(file: string, env: Readonly<Record<string, string>>): Promise<unknown> {
  const worker = new Worker(LOADER, { eval: true, env: { ...env }, workerData: pathToFileURL(file).href });
  try {
    return await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  } finally {
    await worker.terminate();
  }
}

/** Twenty-five workers that compile a bundle each, on whatever the other tests leave of the processors. */
const PATIENCE = 90_000;

describe('the bundled functions', () => {
  let folder: string;
  let bundles: HandlerBundles;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'opportunity-cti-'));
    bundles = bundleHandlers(FUNCTION_NAMES, { folder: join(root, 'functions'), root }, join(folder, 'bundles'));
  }, PATIENCE);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What keeps functions from loading; nothing for one that loads. */
  async function failures(changes: object, names: readonly FunctionName[]): Promise<readonly string[]> {
    const template = templateOf(exampleApp(temporaryFolder(), changes), 'Calling');
    writeSourcesFiles(bundles, functionSources(exampleConfiguration(changes)));
    const loaded = await Promise.all(
      names.map(async (name) => {
        const variables = variablesOf(template, name);
        const bytes = Buffer.byteLength(Object.entries(variables).flat().join(''));
        if (bytes > MAX_VARIABLES_BYTES) return [`${name}: ${bytes} bytes of variables`];
        const env = { ...RESERVED, LAMBDA_TASK_ROOT: bundles[name], ...variables };
        const outcome = await load(join(bundles[name], 'index.mjs'), env);
        return outcome === 'function' ? [] : [`${name}: ${outcome}`];
      }),
    );
    return loaded.flat();
  }

  test(
    'load with exactly the variables and files that the template gives them',
    async () => expect(await failures({}, FUNCTION_NAMES)).toEqual([]),
    PATIENCE,
  );

  test(
    'load with forty sources, each with rules of its own, for which Lambda’s variables have no room',
    async () => {
      const [example] = exampleInput().sources;
      const sources = Array.from({ length: 40 }, (_, index) => ({ ...example, id: `crm-${index}` }));
      expect(JSON.stringify(sources).length).toBeGreaterThan(5 * MAX_VARIABLES_BYTES);
      expect(await failures({ sources }, ['receive-call-request', 'show-call', 'write-back'])).toEqual([]);
    },
    PATIENCE,
  );
});
