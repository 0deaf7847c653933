import type { FlowRun } from './action.ts';
import { isRecord } from './language.ts';

/** The value with the references of its texts resolved, however deep they stand. */
export const resolved = (run: Pick<FlowRun, 'value'>, value: unknown): unknown => {
  if (typeof value === 'string') return run.value(value);
  return isRecord(value) ? resolvedMembers(run, value) : value;
};

export const resolvedMembers = (run: Pick<FlowRun, 'value'>, value: unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(isRecord(value) ? value : {}).map(([key, entry]) => [key, resolved(run, entry)]));
