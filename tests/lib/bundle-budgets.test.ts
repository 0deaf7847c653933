import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Metafile } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';
import { FUNCTION_NAMES, type FunctionName } from '../../functions/core/contracts/routes.ts';
import { bundleHandlers } from '../../lib/constructs/bundle-handlers.ts';
import budgets from '../bench/budgets.json' with { type: 'json' };
import { root, withTemporaryFolder } from './synthesize.ts';

/** A bundle may be this much larger than its budget: smaller changes are nobody's business. */
const ALLOWANCE = 1.05;

/** The AWS clients of each function: who adds one says in the review what the cold start gets for it. */
const CLIENTS: Readonly<Record<FunctionName, readonly string[]>> = {
  'receive-call-request': ['connect', 'dynamodb', 'secrets-manager', 'sqs'],
  'receive-relayed-event': ['dynamodb', 'sqs'],
  'read-opportunity': ['connect', 'dynamodb', 'secrets-manager', 'sqs'],
  'dial-call': ['connect', 'dynamodb', 'scheduler', 'sqs'],
  'request-reading': ['dynamodb', 'sqs'],
  'request-call': ['connect', 'dynamodb', 'sqs'],
  'load-context': ['connect', 'dynamodb'],
  'find-opportunities': ['dynamodb'],
  'search-crm': ['connect', 'dynamodb', 'secrets-manager'],
  'attach-call': ['connect', 'dynamodb', 'sqs'],
  'list-calls': ['dynamodb'],
  'show-call': ['dynamodb', 'secrets-manager'],
  'change-call': ['connect', 'dynamodb', 'scheduler', 'secrets-manager', 'sqs'],
  'dial-preview': ['connect', 'dynamodb', 'sqs'],
  'discard-preview': ['connect', 'dynamodb', 'sqs'],
  'edit-contact': ['connect', 'dynamodb', 'sqs'],
  'edit-document': ['dynamodb', 'sqs'],
  'link-document': ['dynamodb'],
  'link-recording': ['dynamodb'],
  'upload-document': ['dynamodb', 's3'],
  'share-document': ['dynamodb'],
  'open-share': ['dynamodb'],
  'save-outcome': ['dynamodb', 'sqs'],
  'apply-contact-event': ['connect', 'dynamodb', 'sqs'],
  'look-up-contact': ['dynamodb'],
  'look-up-contact-in-crm': ['dynamodb', 'secrets-manager'],
  'write-back': ['dynamodb', 'secrets-manager', 'sqs'],
  'fetch-document': ['dynamodb', 's3', 'secrets-manager', 'sqs'],
  'record-upload': ['dynamodb', 's3', 'sqs'],
  'erase-data': ['dynamodb', 's3', 'scheduler', 'sqs'],
};

/** What only these need: reading tokens, what CRMs send as XML, checking addresses, HTTP routes. */
const LIBRARIES: Readonly<Record<string, readonly FunctionName[]>> = {
  jose: ['change-call', 'show-call'],
  sax: ['receive-call-request'],
  'ipaddr.js': ['fetch-document', 'look-up-contact-in-crm', 'read-opportunity', 'search-crm', 'write-back'],
  '@aws-sdk/s3-request-presigner': [
    'edit-document',
    'link-document',
    'link-recording',
    'open-share',
    'receive-call-request',
    'upload-document',
    'write-back',
  ],
};

interface Bundle {
  readonly gzipped: number;
  /** npm packages with code in the bundle. */
  readonly packages: ReadonlySet<string>;
}

describe('the functions’ bundles', () => {
  let bundles: Readonly<Record<string, Bundle>>;
  beforeAll(() => {
    bundles = bundled();
  }, 60_000);

  test('stay within their budgets, in bytes that Lambda unpacks', () => {
    const over = FUNCTION_NAMES.flatMap((name) => {
      const { gzipped = Number.NaN } = bundles[name] ?? {};
      return gzipped <= budgets[name] * ALLOWANCE ? [] : [`${name}: ${gzipped} of ${budgets[name]}`];
    });
    expect(over).toEqual([]);
  });

  test.each(FUNCTION_NAMES)('%s has the AWS clients that it calls, and no other', (name) => {
    const clients = [...(bundles[name]?.packages ?? [])].filter((used) => used.startsWith('@aws-sdk/client-'));
    expect(clients.map((client) => client.slice('@aws-sdk/client-'.length)).sort()).toEqual(CLIENTS[name]);
  });

  test.each(Object.entries(LIBRARIES))('%s is only where it is needed', (library, names) => {
    expect(FUNCTION_NAMES.filter((name) => bundles[name]?.packages.has(library)).sort()).toEqual(names);
  });
});

const bundled = (): Readonly<Record<string, Bundle>> =>
  withTemporaryFolder((folder) => {
    const made = bundleHandlers(FUNCTION_NAMES, { folder: join(root, 'functions'), root }, folder);
    return Object.fromEntries(
      FUNCTION_NAMES.map((name) => {
        const { outputs }: Metafile = JSON.parse(readFileSync(join(folder, name, 'meta.json'), 'utf8'));
        const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
        const used = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => packageOf(path));
        const gzipped = gzipSync(readFileSync(join(made[name], 'index.mjs')), { level: 9 }).length;
        return [name, { gzipped, packages: new Set(used) }];
      }),
    );
  });

/** `@aws-sdk/core` of `node_modules/@aws-sdk/core/dist-es/index.js`; nothing for a source of ours. */
function packageOf(path: string): string {
  const [first = '', second = ''] = path.split('node_modules/').slice(1).at(-1)?.split('/') ?? [];
  return first.startsWith('@') ? `${first}/${second}` : first;
}
