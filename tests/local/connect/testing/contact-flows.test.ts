/** The product's flows, by the test cases that stand beside them (`npm run flow-tests`). */
import { describe, expect, it } from 'vitest';
import { branchPercent, filePassed, report } from '../../../../local/connect/testing/report.ts';
import { runSuite } from '../../../../local/connect/testing/run-suite.ts';

const folder = new URL('../../../../contact-flows/tests', import.meta.url).pathname;

describe("the product's contact flows", () => {
  it('pass their test cases, which take at least nine in ten branches of each flow', async () => {
    const suite = await runSuite([folder]);
    expect(
      suite.files.filter((file) => !filePassed(file)),
      report(suite),
    ).toEqual([]);
    const used = suite.files.flatMap((file) => ('result' in file ? file.result.unused : []));
    expect(used).toEqual([]);
    expect(suite.coverage.map(({ flow }) => flow).toSorted()).toEqual([
      'agent-whisper',
      'customer-queue',
      'customer-whisper',
      'inbound-lookup',
      'outbound',
    ]);
    for (const flow of suite.coverage) expect(branchPercent(flow), flow.flow).toBeGreaterThanOrEqual(90);
  });
});
