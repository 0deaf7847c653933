/** EventBridge event patterns: exact, prefix, suffix, anything-but, equals-ignore-case, wildcard, exists, numeric, `$or`. */
import { isRecord, TemplateError } from '../template/template.ts';

type Pattern = Readonly<Record<string, unknown>>;

/** True when the event has, at every path that the pattern names, a value that one of the alternatives there accepts. */
export function matchesPattern(pattern: Pattern, event: unknown): boolean {
  return Object.entries(pattern).every(([key, expected]) => {
    if (key === '$or' && Array.isArray(expected)) {
      return expected.some((alternative) => isRecord(alternative) && matchesPattern(alternative, event));
    }
    const value = isRecord(event) && Object.hasOwn(event, key) ? event[key] : undefined;
    if (Array.isArray(expected)) return expected.some((matcher) => accepts(matcher, value));
    if (!isRecord(expected)) return false;
    const branches = Array.isArray(value) ? value : [value];
    return branches.some((branch) => matchesPattern(expected, branch));
  });
}

/** A list in the event matches when one of its elements does. */
function accepts(matcher: unknown, value: unknown): boolean {
  if (isRecord(matcher) && 'exists' in matcher) return (value !== undefined) === matcher.exists;
  if (Array.isArray(value)) return value.some((element) => accepts(matcher, element));
  if (!isRecord(matcher)) return value !== undefined && matcher === value;
  const [name = ''] = Object.keys(matcher);
  return MATCHERS[name]?.(matcher[name], value) ?? false;
}

type Matcher = (argument: unknown, value: unknown) => boolean;

const onText =
  (test: (value: string, argument: string) => boolean): Matcher =>
  (argument, value) => {
    if (typeof value !== 'string') return false;
    if (isRecord(argument) && typeof argument['equals-ignore-case'] === 'string') {
      return test(value.toLowerCase(), argument['equals-ignore-case'].toLowerCase());
    }
    return typeof argument === 'string' && test(value, argument);
  };

const MATCHERS: Readonly<Record<string, Matcher>> = {
  prefix: onText((value, prefix) => value.startsWith(prefix)),
  suffix: onText((value, suffix) => value.endsWith(suffix)),
  'equals-ignore-case': onText((value, text) => value.toLowerCase() === text.toLowerCase()),
  wildcard: onText((value, pattern) => wildcard(pattern).test(value)),
  'anything-but': (argument, value) => {
    if (value === undefined) return false;
    const refused = Array.isArray(argument) ? argument : [argument];
    return !refused.some((matcher) => accepts(matcher, value));
  },
  numeric: (argument, value) => {
    if (typeof value !== 'number' || !Array.isArray(argument)) return false;
    for (let index = 0; index + 1 < argument.length; index += 2) {
      const compare = COMPARISONS[String(argument[index])];
      if (compare === undefined || !compare(value, Number(argument[index + 1]))) return false;
    }
    return true;
  },
};

const COMPARISONS: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '=': (left, right) => left === right,
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
};

const wildcard = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replaceAll(/[\\^$.+?()[\]{}|]/g, String.raw`\$&`).replaceAll('*', '.*')}$`, 's');

/** @throws TemplateError for a pattern that EventBridge, or this implementation of it, does not know */
export function assertPattern(pattern: Pattern, path = ''): void {
  for (const [key, expected] of Object.entries(pattern)) {
    const here = path === '' ? key : `${path}.${key}`;
    if (isRecord(expected)) assertPattern(expected, here);
    else if (!Array.isArray(expected)) throw new TemplateError(`event pattern ${here} must be a list or an object`);
    else if (key === '$or') for (const alternative of expected) assertPattern(alternative, path);
    else for (const matcher of expected) assertMatcher(matcher, here);
  }
}

function assertMatcher(matcher: unknown, path: string): void {
  if (!isRecord(matcher)) return;
  const [name = '', ...rest] = Object.keys(matcher);
  if (rest.length > 0 || (name !== 'exists' && MATCHERS[name] === undefined)) {
    throw new TemplateError(`event pattern ${path}: matcher ${Object.keys(matcher).join(', ')} is not supported`);
  }
}
