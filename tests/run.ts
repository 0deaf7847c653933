/**
 * `npm test`: types, lint, then every test project. The last line is the plain `N passed, N failed` of vitest's own JSON
 * report; types and lint count as one test each, so that a failure there is never hidden behind green tests.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;
const artefacts = join(root, '.artefacts');
const report = join(artefacts, 'tests.json');
mkdirSync(artefacts, { recursive: true });
rmSync(report, { force: true });

let passed = 0;
let failed = 0;

function step(title: string, command: string, args: readonly string[]): boolean {
  console.log(`\n── ${title}`);
  const { status } = spawnSync(join(root, 'node_modules/.bin', command), args, { cwd: root, stdio: 'inherit' });
  return status === 0;
}

for (const [title, command, args] of [
  ['types', 'tsc', ['-p', '.']],
  ['lint and format', 'biome', ['check', '.']],
] as const) {
  if (step(title, command, args)) passed += 1;
  else failed += 1;
}

const filters = process.argv.slice(2);
const green = step('tests', 'vitest', [
  'run',
  '--config',
  'tests/vitest.config.ts',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...filters,
]);

const counted = readCounts();
passed += counted.passed;
failed += counted.failed;
// A run that broke outside a test (a set-up that failed, an unhandled rejection) has no failed test to count.
if (!green && counted.failed === 0) failed += 1;

console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function readCounts(): { passed: number; failed: number } {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
    };
    return { passed: numPassedTests, failed: numFailedTests };
  } catch {
    console.error('the test runner left no report: it did not get to run');
    return { passed: 0, failed: 1 };
  }
}
