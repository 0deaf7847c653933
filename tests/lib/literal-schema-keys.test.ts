import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { literalSchemaKeys, withLiteralKeys } from '../../lib/constructs/literal-schema-keys.ts';
import { root } from './synthesize.ts';

const CLIENTS = ['connect', 'dynamodb', 's3', 'secrets-manager', 'sqs'] as const;

/** Everything that a client's schema file exports, as text: functions in a schema only name other schemas. */
async function schemasOf(client: string, plugins: (typeof literalSchemaKeys)[]): Promise<Record<string, string>> {
  const { outputFiles } = await build({
    entryPoints: [join(root, `node_modules/@aws-sdk/client-${client}/dist-es/schemas/schemas_0.js`)],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    plugins,
  });
  const code = outputFiles[0]?.text ?? '';
  const schemas: object = await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
  const text = (_key: string, value: unknown) => (typeof value === 'function' ? String(value) : value);
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, JSON.stringify(schema, text)]));
}

describe('the SDK’s schemas with literal keys', () => {
  test.each(CLIENTS)('say the same as before: %s', async (client) => {
    const [before, after] = await Promise.all([schemasOf(client, []), schemasOf(client, [literalSchemaKeys])]);
    expect(Object.keys(before).length).toBeGreaterThan(10);
    expect(after).toEqual(before);
  });

  test('have only keys replaced that the file itself spells out', () => {
    const code = 'const _h = "http";\nconst _q = "a\\"b";\nexport var a = { [_h]: 1, [_q]: 2, [_z]: 3, b: [_h] };';
    expect(withLiteralKeys(code)).toBe(code.replace('[_h]: 1', '"http": 1'));
  });
});
