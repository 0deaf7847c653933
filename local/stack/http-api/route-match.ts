/** Which route answers a request, by API Gateway's precedence: static before parameter before greedy, method before ANY, `$default` last. */
import type { RouteDefinition } from '../deployment.ts';

export interface RouteMatch {
  readonly route: RouteDefinition;
  /** Decoded once, as API Gateway hands them over. */
  readonly pathParameters: Readonly<Record<string, string>>;
}

interface CompiledRoute {
  readonly route: RouteDefinition;
  readonly method: string;
  readonly segments: readonly string[];
}

export type RouteTable = (method: string, path: string) => RouteMatch | undefined;

export function compileRoutes(routes: readonly RouteDefinition[]): RouteTable {
  const compiled: CompiledRoute[] = [];
  let fallback: RouteDefinition | undefined;
  for (const route of routes) {
    const [method, path] = route.routeKey.split(' ');
    if (route.routeKey === '$default') fallback = route;
    else if (method !== undefined && path !== undefined) compiled.push({ route, method, segments: segmentsOf(path) });
  }
  compiled.sort(byPrecedence);
  return (method, path) => {
    const segments = segmentsOf(path);
    for (const candidate of compiled) {
      if (candidate.method !== method && candidate.method !== 'ANY') continue;
      const pathParameters = matchSegments(candidate.segments, segments);
      if (pathParameters !== undefined) return { route: candidate.route, pathParameters };
    }
    return fallback === undefined ? undefined : { route: fallback, pathParameters: {} };
  };
}

const segmentsOf = (path: string): readonly string[] => path.replace(/^\//, '').split('/');

/** 0 static, 1 parameter, 2 greedy. */
const rank = (segment: string | undefined): number =>
  segment === undefined || !segment.startsWith('{') ? 0 : segment.endsWith('+}') ? 2 : 1;

function byPrecedence(left: CompiledRoute, right: CompiledRoute): number {
  const length = Math.max(left.segments.length, right.segments.length);
  for (let index = 0; index < length; index += 1) {
    const difference = rank(left.segments[index]) - rank(right.segments[index]);
    if (difference !== 0) return difference;
  }
  return Number(left.method === 'ANY') - Number(right.method === 'ANY');
}

function matchSegments(
  pattern: readonly string[],
  segments: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const actual = segments[index];
    if (rank(expected) === 2) {
      const rest = segments.slice(index).join('/');
      if (rest === '') return undefined;
      parameters[expected.slice(1, -2)] = decode(rest);
      return parameters;
    }
    if (actual === undefined) return undefined;
    if (rank(expected) === 1) {
      if (actual === '') return undefined;
      parameters[expected.slice(1, -1)] = decode(actual);
    } else if (expected !== actual && expected !== decode(actual)) return undefined;
  }
  return pattern.length === segments.length ? parameters : undefined;
}

/** A malformed escape stays as it is. */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
