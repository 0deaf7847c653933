import type { RestWrite } from '#core/contracts/rest-description.ts';
import { EXPRESSION_IN_TEXT, WHOLE_EXPRESSION } from '#core/contracts/rest-expressions.ts';
import { find } from './expression.ts';

/**
 * JSON with its expressions replaced by what they find in what there is to tell. A text that is one expression becomes what that
 * finds, of whatever type; within a longer text it becomes text. What finds nothing is left out, or null.
 */
export function fill(template: unknown, told: object, nulls: RestWrite['nulls'] = 'omit'): unknown {
  if (typeof template === 'string') {
    const [, whole] = WHOLE_EXPRESSION.exec(template) ?? [];
    if (whole !== undefined) return find(whole, told) ?? (nulls === 'send' ? null : undefined);
    return template.replace(EXPRESSION_IN_TEXT, (_all, part: string) => textOf(find(part, told)));
  }
  if (Array.isArray(template)) {
    return template.flatMap((entry) => {
      const filled = fill(entry, told, nulls);
      return filled === undefined ? [] : [filled];
    });
  }
  if (!isObject(template)) return template;
  return Object.fromEntries(
    Object.entries(template).flatMap(([name, member]) => {
      const filled = fill(member, told, nulls);
      return filled === undefined ? [] : [[name, filled]];
    }),
  );
}

/** Objects are joined member by member; of two other values the second counts. */
export function merge(one: unknown, other: unknown): unknown {
  if (!isObject(one) || !isObject(other)) return other;
  const members = Object.entries(other).map(([name, member]) => [
    name,
    name in one ? merge(one[name], member) : member,
  ]);
  return { ...one, ...Object.fromEntries(members) };
}

const textOf = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
