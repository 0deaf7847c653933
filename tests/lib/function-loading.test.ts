import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import { FUNCTION_NAMES } from '../../functions/core/contracts/routes.ts';
import { bundleHandlers } from '../../lib/constructs/bundle-handlers.ts';
import { variablesOf } from './grants.ts';
import { exampleApp, root, templateOf, temporaryFolder } from './synthesize.ts';

const LOADER = `
  const { parentPort, workerData } = require('node:worker_threads');
  import(workerData).then(
    ({ handler }) => parentPort.postMessage(typeof handler),
    (error) => parentPort.postMessage(String(error)),
  );`;

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

describe('the bundled functions', () => {
  test('load with exactly the variables that the template gives them', async () => {
    const folder = temporaryFolder();
    const template = templateOf(exampleApp(join(folder, 'app')), 'Calling');
    const bundles = bundleHandlers(FUNCTION_NAMES, { folder: join(root, 'functions'), root }, join(folder, 'bundles'));
    const loaded = await Promise.all(
      FUNCTION_NAMES.map(async (name) => {
        const env = { ...RESERVED, ...variablesOf(template, name) };
        return [name, await load(join(bundles[name], 'index.mjs'), env)];
      }),
    );
    expect(Object.fromEntries(loaded)).toEqual(Object.fromEntries(FUNCTION_NAMES.map((name) => [name, 'function'])));
  });
});
