/**
 * `npm test`: types, lint, then every test project. The last line is the plain `N passed, N failed` of vitest's own JSON
 * reports; types and lint count as one test each, so that a failure there is never hidden behind green tests.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;
const artefacts = join(root, '.artefacts');
/**
 * Unit tests need a processor, integration tests mostly wait: side by side. What runs in a browser is looked at by its frames,
 * and runs alone.
 */
const BATCHES = [['unit', 'integration'], ['browser']];
const reportOf = (project: string): string => join(artefacts, `${project}-tests.json`);
mkdirSync(artefacts, { recursive: true });
for (const project of BATCHES.flat()) rmSync(reportOf(project), { force: true });

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
for (const batch of BATCHES) {
  const ended = await Promise.all(batch.map(async (project) => ({ project, green: await runProject(project) })));
  for (const { project, green } of ended) {
    const counted = readCounts(project);
    passed += counted.passed;
    failed += counted.failed;
    // A run that broke outside a test (a set-up that failed, an unhandled rejection) has no failed test to count.
    if (!green && counted.failed === 0) failed += 1;
  }
}

console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function runProject(project: string): Promise<boolean> {
  console.log(`\n── ${project} tests`);
  const args = ['run', '--config', 'tests/vitest.config.ts', '--project', project, '--passWithNoTests'];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportOf(project)}`];
  const child = spawn(join(root, 'node_modules/.bin/vitest'), [...args, ...reporters, ...filters], {
    ...{ cwd: root, stdio: 'inherit' },
  });
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code === 0));
    child.once('error', () => resolve(false));
  });
}

function readCounts(project: string): { passed: number; failed: number } {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(reportOf(project), 'utf8')) as {
      numPassedTests: number;
      numFailedTests: number;
    };
    return { passed: numPassedTests, failed: numFailedTests };
  } catch {
    console.error(`the ${project} tests left no report: they did not get to run`);
    return { passed: 0, failed: 1 };
  }
}
