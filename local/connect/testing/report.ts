/** Results as a person reads them. */
import { basename } from 'node:path';
import type { FlowCoverage } from './coverage.ts';
import type { ObservationResult } from './execution.ts';
import { describeEvent } from './match-event.ts';
import type { FileResult, SuiteResult } from './run-suite.ts';

const MARKS = { matched: '✓', failed: '✗', active: '✗', 'not reached': '·' } as const;
/** How much of the way is shown of a call that went wrong. */
const LAST_STEPS = 8;

const time = (ms: number | undefined): string =>
  ms === undefined ? '      ' : `${(ms / 1_000).toFixed(1)} s`.padStart(6);

const observationLines = ({ observation, state, atMs, problem, logged }: ObservationResult): string[] => {
  const why = { matched: '', failed: '', active: '  never happened', 'not reached': '  not reached' }[state];
  return [
    `    ${MARKS[state]} ${time(atMs)}  ${observation.Identifier}: ${describeEvent(observation.Event)}${why}`,
    ...(problem === undefined ? [] : [`               ${problem}`]),
    ...Object.entries(logged).map(([label, value]) => `               ${label} = ${value}`),
  ];
};

export const filePassed = (file: FileResult): boolean => 'result' in file && file.result.passed;

const fileLines = (file: FileResult): string[] => {
  const name = basename(file.file);
  if (!('result' in file)) return [`✗ ${name}  cannot be run`, ...file.problems.map((problem) => `    ${problem}`)];
  const { result } = file;
  return [
    `${result.passed ? '✓' : '✗'} ${result.name}  (${name}, ended by ${result.endedBy} after ${result.seconds} s of the call)`,
    ...result.observations.flatMap(observationLines),
    ...(result.passed
      ? []
      : [
          `    the call was at: ${result.path.at(-1) ?? 'nothing'}`,
          `    it came by: ${result.path.slice(-LAST_STEPS).join(' → ')}`,
        ]),
    ...result.unused.map((what) => `    ! not used: ${what}`),
  ];
};

const percent = ({ taken, total }: FlowCoverage['branches']): number => (total === 0 ? 100 : (100 * taken) / total);

const coverageLines = (flows: readonly FlowCoverage[]): string[] => {
  const width = Math.max(...flows.map(({ flow }) => flow.length));
  return flows.flatMap(({ flow, actions, branches, missing }) => [
    `  ${flow.padEnd(width)}  actions ${actions.taken}/${actions.total}  branches ${branches.taken}/${branches.total}  ${percent(branches).toFixed(1)} %`,
    ...missing.map((branch) => `    not taken: ${branch}`),
  ]);
};

export const branchPercent = ({ branches }: FlowCoverage): number => percent(branches);

export const report = ({ files, coverage, shorten }: SuiteResult): string => {
  const passed = files.filter(filePassed).length;
  const lines = [
    ...files.flatMap((file) => [...fileLines(file), '']),
    'Coverage',
    ...coverageLines(coverage),
    '',
    `${passed} passed, ${files.length - passed} failed`,
  ];
  return shorten(lines.join('\n'));
};
