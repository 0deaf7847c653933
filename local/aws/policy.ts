/**
 * Identity-based policies as IAM evaluates them: an explicit deny wins, then any allow, otherwise denied.
 * A condition that is not understood here never allows, and the answer says which one it was.
 */
import type { PolicyStatement } from '../parts.ts';
import { conditionHolds } from './policy-conditions.ts';
import { wildcardMatches } from './policy-patterns.ts';
import type { Decision, Need } from './service.ts';

export const evaluatePolicy = (statements: readonly PolicyStatement[], need: Need): Decision => {
  let allowed = false;
  const notUnderstood = new Set<string>();
  for (const statement of statements) {
    if (!listOf(statement.Action).some((pattern) => wildcardMatches(pattern, need.action, 'ignore-case'))) continue;
    if (!listOf(statement.Resource).some((pattern) => wildcardMatches(pattern, need.resource))) continue;
    const verdict = conditionHolds(statement.Condition ?? {}, need.context ?? {});
    for (const name of verdict.notUnderstood) notUnderstood.add(name);
    // What is not understood must not weaken a deny.
    const applies = verdict.holds || (statement.Effect === 'Deny' && verdict.notUnderstood.length > 0);
    if (!applies) continue;
    if (statement.Effect === 'Deny')
      return { allowed: false, because: 'with an explicit deny in an identity-based policy' };
    allowed = true;
  }
  if (allowed) return { allowed: true };
  const because = `because no identity-based policy allows the ${need.action} action`;
  if (notUnderstood.size === 0) return { allowed: false, because };
  const names = [...notUnderstood].join(', ');
  return {
    allowed: false,
    because: `${because} (a statement's condition is not understood by the local edge: ${names})`,
  };
};

const listOf = (value: string | readonly string[]): readonly string[] => (typeof value === 'string' ? [value] : value);
