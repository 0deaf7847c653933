import type { Reference } from '../contacts/contact.ts';
import type { FlowRun } from './action.ts';
import { isRecord } from './language.ts';

/** The value with the references of its texts resolved, however deep they stand. */
export const resolved = (run: Pick<FlowRun, 'value'>, value: unknown): unknown => {
  if (typeof value === 'string') return run.value(value);
  if (Array.isArray(value)) return value.map((entry) => resolved(run, entry));
  return isRecord(value) ? resolvedMembers(run, value) : value;
};

export const resolvedMembers = (run: Pick<FlowRun, 'value'>, value: unknown): Record<string, unknown> =>
  Object.fromEntries(Object.entries(isRecord(value) ? value : {}).map(([key, entry]) => [key, resolved(run, entry)]));

/** `References` of an action: `{name: {Type, Value}}`. */
export const referencesOf = (run: Pick<FlowRun, 'value'>, given: unknown): Readonly<Record<string, Reference>> =>
  Object.fromEntries(
    Object.entries(isRecord(given) ? given : {}).map(([name, reference]): [string, Reference] => {
      const { Type, Value } = isRecord(reference) ? reference : {};
      return [name, { type: String(Type ?? 'STRING').toUpperCase(), value: run.value(String(Value ?? '')) }];
    }),
  );
