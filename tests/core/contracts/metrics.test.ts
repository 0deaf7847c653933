import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withMetricsTable } from '../../../bin/metrics-table.ts';

const root = join(import.meta.dirname, '..', '..', '..');

describe('the metrics', () => {
  it('are documented as the contract defines them (else: node bin/write-metrics.ts)', () => {
    const page = readFileSync(join(root, 'docs/metrics.md'), 'utf8');
    expect(withMetricsTable(page)).toBe(page);
  });

  it('count the changes of calls wherever a function can end one', () => {
    /** These only read calls, or change nothing about where they are. */
    const others = [
      'edit-contact',
      'flow-handler',
      'link-recording',
      'list-calls',
      'load-context',
      // A call that it is told of is asked for, and read by another.
      'receive-relayed-event',
      'save-outcome',
      'show-call',
      'write-back',
    ];
    const handlers = readdirSync(join(root, 'functions'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => ({ name, file: join(root, 'functions', name, 'handler.ts') }))
      .filter(({ name }) => !['adapters', 'core', 'crm', 'middleware'].includes(name))
      .map(({ name, file }) => ({ name, source: readFileSync(file, 'utf8') }));
    const shared = ['adapters/acceptance', 'middleware/flow-handler'].map((path) => ({
      name: path.replace(/^.*\//, ''),
      source: readFileSync(join(root, `functions/${path}.ts`), 'utf8'),
    }));
    const uncounted = [...handlers, ...shared].filter(({ source }) =>
      source.replaceAll('countedCalls(dynamodbCallStore(', '').includes('dynamodbCallStore('),
    );
    expect(uncounted.map(({ name }) => name).sort()).toEqual(others);
  });
});
