/** All test cases of some files, one after the other, against the instance that stands beside them. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createClock } from '../clock.ts';
import { type Coverage, createCoverage, type FlowCoverage } from './coverage.ts';
import { flowIdOf, readInstanceFile, type TestInstance } from './instance-file.ts';
import { runTestCase, type TestResult } from './run-test-case.ts';
import { createTestEngine } from './test-engine.ts';
import { type EntryPoint, InvalidTestCase, readTestCase } from './test-file.ts';

export const INSTANCE_FILE = 'instance.json';

export type FileResult =
  | { readonly file: string; readonly result: TestResult }
  /** The file holds no test case that can be run. */
  | { readonly file: string; readonly problems: readonly string[] };

export interface SuiteResult {
  readonly files: readonly FileResult[];
  readonly coverage: readonly FlowCoverage[];
  /** Puts names in the place of ARNs. */
  readonly shorten: (text: string) => string;
}

const isTestFile = (path: string): boolean => path.endsWith('.json') && basename(path) !== INSTANCE_FILE;

/** Test files among the given ones; a folder stands for those in it. */
const testFilesIn = async (paths: readonly string[]): Promise<readonly string[]> => {
  const found = paths.map(async (path) => {
    if (!(await stat(path)).isDirectory()) return [path];
    return (await readdir(path)).toSorted().map((name) => join(path, name));
  });
  return (await Promise.all(found)).flat().filter(isTestFile);
};

const runFile = async (
  instance: TestInstance,
  file: string,
  entry: EntryPoint | undefined,
  coverage: Coverage,
): Promise<FileResult> => {
  try {
    const test = readTestCase(instance.fill(await readFile(file, 'utf8')), basename(file, '.json'), entry);
    return { file, result: await runTestCase(instance, test, coverage) };
  } catch (error) {
    if (error instanceof InvalidTestCase) return { file, problems: error.problems };
    return { file, problems: [error instanceof Error ? error.message : String(error)] };
  }
};

/**
 * `paths` are files or folders; the instance is `instance.json` in the folder of the first, unless one is given; `flow` is
 * the name of the one that test cases without an entry point begin with. Throws when there is nothing to run, or the
 * instance file or one of its flows is not valid.
 */
export const runSuite = async (
  paths: readonly string[],
  options: { readonly instance?: string; readonly flow?: string } = {},
): Promise<SuiteResult> => {
  const files = await testFilesIn(paths);
  const [first] = files;
  if (first === undefined) throw new Error(`no test cases in ${paths.join(', ')}`);
  const instance = await readInstanceFile(options.instance ?? join(dirname(first), INSTANCE_FILE));
  const { instance: published } = createTestEngine(
    instance,
    createClock({ mode: 'virtual', startAt: 0 }),
    new AbortController().signal,
  );
  const coverage = createCoverage();
  const entry = options.flow === undefined ? undefined : { flowId: flowIdOf(options.flow) };
  const results: FileResult[] = [];
  for (const file of files) results.push(await runFile(instance, file, entry, coverage));
  return {
    files: results,
    coverage: [...published.modules.values(), ...published.flows.values()].map((flow) => coverage.of(flow)),
    shorten: instance.unfill,
  };
};
