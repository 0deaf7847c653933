import { search } from '@aws-lambda-powertools/jmespath';

/**
 * What a JMESPath expression finds; undefined for nothing, and for what cannot be computed from this value: a function that was
 * given a number instead of a text is the CRM's surprise, not a fault of ours.
 */
export function find(expression: string | undefined, value: unknown): unknown {
  if (expression === undefined || value === undefined) return undefined;
  try {
    return search(expression, value as Parameters<typeof search>[1]) ?? undefined;
  } catch {
    return undefined;
  }
}
