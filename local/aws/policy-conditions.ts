/** The condition block of a policy statement. */
import type { PolicyStatement } from '../parts.ts';
import { arnMatches, wildcardMatches } from './policy-patterns.ts';

type Context = Readonly<Record<string, string | readonly string[]>>;
type Test = (wanted: string, actual: string) => boolean;

const equals: Test = (wanted, actual) => wanted === actual;
const equalsIgnoringCase: Test = (wanted, actual) => wanted.toLowerCase() === actual.toLowerCase();
const numbers = (compare: (wanted: number, actual: number) => boolean): Test => {
  return (wanted, actual) => compare(Number(wanted), Number(actual));
};
const like: Test = (wanted, actual) => wildcardMatches(wanted, actual);

const operators: Readonly<Record<string, { test: Test; negated?: true }>> = {
  StringEquals: { test: equals },
  StringNotEquals: { test: equals, negated: true },
  StringEqualsIgnoreCase: { test: equalsIgnoringCase },
  StringNotEqualsIgnoreCase: { test: equalsIgnoringCase, negated: true },
  StringLike: { test: like },
  StringNotLike: { test: like, negated: true },
  ArnEquals: { test: arnMatches },
  ArnLike: { test: arnMatches },
  ArnNotEquals: { test: arnMatches, negated: true },
  ArnNotLike: { test: arnMatches, negated: true },
  Bool: { test: equalsIgnoringCase },
  NumericEquals: { test: numbers((wanted, actual) => actual === wanted) },
  NumericLessThan: { test: numbers((wanted, actual) => actual < wanted) },
  NumericLessThanEquals: { test: numbers((wanted, actual) => actual <= wanted) },
  NumericGreaterThan: { test: numbers((wanted, actual) => actual > wanted) },
  NumericGreaterThanEquals: { test: numbers((wanted, actual) => actual >= wanted) },
};

/** Keys that a request may rightly lack; any other absent key is one that the edge does not know. */
const OPTIONAL_KEYS = new Set(['s3:prefix', 's3:delimiter', 'secretsmanager:versionstage']);

/** @returns whether every condition holds, and the operators and keys that could not be judged. */
export const conditionHolds = (
  conditions: NonNullable<PolicyStatement['Condition']>,
  context: Context,
): { holds: boolean; notUnderstood: readonly string[] } => {
  const values = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  const notUnderstood: string[] = [];
  let holds = true;
  for (const [operator, block] of Object.entries(conditions)) {
    for (const [key, wanted] of Object.entries(block)) {
      const actual = values.get(key.toLowerCase());
      const verdict = judge(operator, key, typeof wanted === 'string' ? [wanted] : wanted, actual);
      if (verdict === 'not-understood') notUnderstood.push(`${operator} ${key}`);
      if (verdict !== true) holds = false;
    }
  }
  return { holds, notUnderstood };
};

const judge = (
  operator: string,
  key: string,
  wanted: readonly string[],
  actual: string | readonly string[] | undefined,
): boolean | 'not-understood' => {
  if (actual === undefined && !OPTIONAL_KEYS.has(key.toLowerCase())) return 'not-understood';
  const given = actual === undefined ? [] : typeof actual === 'string' ? [actual] : actual;
  if (operator === 'Null') return wanted.includes(String(given.length === 0));
  const [, quantifier, base = '', ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const known = Object.hasOwn(operators, base) ? operators[base] : undefined;
  if (known === undefined) return 'not-understood';
  if (given.length === 0) return ifExists !== undefined || quantifier === 'ForAllValues' || known.negated === true;
  const one = (value: string) => wanted.some((candidate) => known.test(candidate, value)) !== (known.negated === true);
  return quantifier === 'ForAnyValue' ? given.some(one) : given.every(one);
};
