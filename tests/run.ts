/**
 * `npm test`: types, lint, then every test project. The last line is the plain `N passed, N failed` of vitest's own JSON
 * reports; types and lint count as one test each, so that a failure there is never hidden behind green tests.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { writeGallery } from './write-gallery.ts';

const root = new URL('..', import.meta.url).pathname;
const artefacts = join(root, '.artefacts');
/**
 * Unit tests need a processor, integration tests mostly wait: side by side. What runs in a browser is looked at by its frames,
 * and runs alone.
 */
const BATCHES = [['unit', 'integration', 'waiting'], ['browser']];
const reportOf = (project: string): string => join(artefacts, `${project}-tests.json`);
mkdirSync(artefacts, { recursive: true });
for (const project of BATCHES.flat()) rmSync(reportOf(project), { force: true });

let passed = 0;
let failed = 0;
/** Said once more at the very end: two projects write side by side, and whoever reads a log reads its end. */
const failures: string[] = [];

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
  else {
    failed += 1;
    failures.push(title);
  }
}

const filters = process.argv.slice(2);
for (const batch of BATCHES) {
  const ended = await Promise.all(batch.map(async (project) => ({ project, green: await runProject(project) })));
  for (const { project, green } of ended) {
    const counted = readReport(project);
    passed += counted.passed;
    failed += counted.failed;
    // A run that broke outside a test (a set-up that failed, an unhandled rejection) has no failed test to count.
    if (!green && counted.failed === 0) {
      failed += 1;
      failures.push(`${project}: it broke outside of a test`);
    }
  }
}

const screens = join(artefacts, 'screens');
if (existsSync(screens)) console.log(`\n${writeGallery(screens)} pictures: ${relative(root, screens)}/index.html`);
if (failures.length > 0) console.log(`\n── failed\n${failures.join('\n')}`);
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

/** The part of vitest's JSON report (jest's shape) that is read here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

function readReport(project: string): { passed: number; failed: number } {
  try {
    const report = JSON.parse(readFileSync(reportOf(project), 'utf8')) as Report;
    for (const { name, status, message, assertionResults } of report.testResults) {
      const file = relative(root, name);
      const failedHere = assertionResults.filter((result) => result.status === 'failed');
      for (const { fullName, failureMessages } of failedHere) {
        failures.push(`${file}: ${fullName}\n    ${firstLineOf(failureMessages.join('\n'))}`);
      }
      if (status === 'failed' && failedHere.length === 0) failures.push(`${file}\n    ${firstLineOf(message)}`);
    }
    return { passed: report.numPassedTests, failed: report.numFailedTests };
  } catch {
    failures.push(`${project}: it left no report: it did not get to run`);
    return { passed: 0, failed: 1 };
  }
}

function firstLineOf(text: string): string {
  return text.split('\n', 1).join('');
}
