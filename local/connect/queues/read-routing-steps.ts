/** Routing criteria as the API (UpdateContactRoutingData) and the flow language write them. */
import { isRecord } from '../flow/language.ts';
import type { RoutingExpression, RoutingStepOrder } from './routing-criteria.ts';

/** Limits of the Administrator Guide ("Set routing criteria") and of the contact events data model (steps). */
const MAX_STEPS = 5;
const MAX_ALTERNATIVES = 3;
const MAX_REQUIREMENTS = 8;
const MAX_AGENTS = 10;
/** API reference, AttributeCondition. */
const MAX_NAME = 100;
const MAX_VALUE = 128;
const HIGHEST_LEVEL = 5;

export type RoutingStepsRead =
  | { readonly ok: true; readonly steps: readonly RoutingStepOrder[] }
  | { readonly ok: false; readonly problem: string };

class Problem extends Error {}

/** Flows may carry numbers as text. */
const numberIn = (value: unknown, what: string, minimum: number, maximum: number): number => {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < minimum || number > maximum) {
    throw new Problem(`${what} must be a whole number from ${minimum} to ${maximum}`);
  }
  return number;
};

const textIn = (value: unknown, what: string, maximum: number): string => {
  if (typeof value !== 'string' || value.length < 1 || value.length > maximum) {
    throw new Problem(`${what} must have 1 to ${maximum} characters`);
  }
  return value;
};

const level = (value: unknown, what: string): number => numberIn(value, what, 1, HIGHEST_LEVEL);

const condition = (given: unknown, excluded: boolean): RoutingExpression => {
  const { Name, Value, ProficiencyLevel, Range, MatchCriteria, ComparisonOperator } = isRecord(given) ? given : {};
  if (MatchCriteria !== undefined) {
    const { AgentsCriteria } = isRecord(MatchCriteria) ? MatchCriteria : {};
    const { AgentIds } = isRecord(AgentsCriteria) ? AgentsCriteria : {};
    if (!Array.isArray(AgentIds) || AgentIds.length < 1 || AgentIds.length > MAX_AGENTS) {
      throw new Problem(`AgentIds must name 1 to ${MAX_AGENTS} agents`);
    }
    return { type: 'agents', agents: AgentIds.map((id) => textIn(id, 'AgentIds', 256)), excluded };
  }
  const named = {
    type: 'proficiency',
    attribute: textIn(Name, 'Name', MAX_NAME),
    value: textIn(Value, 'Value', MAX_VALUE),
    excluded,
  } as const;
  if (isRecord(Range)) {
    const minimum = level(Range.MinProficiencyLevel, 'MinProficiencyLevel');
    const maximum = level(Range.MaxProficiencyLevel, 'MaxProficiencyLevel');
    if (minimum > maximum) throw new Problem('MinProficiencyLevel is higher than MaxProficiencyLevel');
    return { ...named, operator: 'Range', minimum, maximum };
  }
  if (ComparisonOperator !== 'NumberGreaterOrEqualTo') {
    throw new Problem('ComparisonOperator must be NumberGreaterOrEqualTo, or Range with a Range');
  }
  const minimum = level(ProficiencyLevel, 'ProficiencyLevel');
  return { ...named, operator: 'NumberGreaterOrEqualTo', minimum, maximum: HIGHEST_LEVEL };
};

/** "OR expressions must be at the top level. You can place an AND inside an OR, but not the other way around." */
const expressionIn = (given: unknown, inside: 'step' | 'or' | 'and'): RoutingExpression => {
  const { AttributeCondition, NotAttributeCondition, AndExpression, OrExpression } = isRecord(given) ? given : {};
  const present = [AttributeCondition, NotAttributeCondition, AndExpression, OrExpression].filter(
    (member) => member !== undefined,
  );
  if (present.length !== 1) throw new Problem('An Expression must have exactly one member');
  if (AttributeCondition !== undefined) return condition(AttributeCondition, false);
  if (NotAttributeCondition !== undefined) return condition(NotAttributeCondition, true);
  const any = OrExpression !== undefined;
  const [name, list, most] = any
    ? (['OrExpression', OrExpression, MAX_ALTERNATIVES] as const)
    : (['AndExpression', AndExpression, MAX_REQUIREMENTS] as const);
  if (inside === 'and' || (any && inside !== 'step')) throw new Problem(`${name} is nested too deep`);
  if (!Array.isArray(list) || list.length < 1 || list.length > most) {
    throw new Problem(`${name} must have 1 to ${most} members`);
  }
  return { type: any ? 'any' : 'all', of: list.map((part) => expressionIn(part, any ? 'or' : 'and')) };
};

const stepIn = (given: unknown, last: boolean): RoutingStepOrder => {
  const { Expression, Expiry } = isRecord(given) ? given : {};
  const expression = expressionIn(Expression, 'step');
  const { DurationInSeconds } = isRecord(Expiry) ? Expiry : {};
  if (DurationInSeconds === undefined) {
    if (!last) throw new Problem('Only the last step may go without DurationInSeconds');
    return { expression };
  }
  return { expression, expiryS: numberIn(DurationInSeconds, 'DurationInSeconds', 0, Number.MAX_SAFE_INTEGER) };
};

/** From `{Steps: […]}`; without steps the criteria are removed. */
export const readRoutingSteps = (given: unknown): RoutingStepsRead => {
  const { Steps = [] } = isRecord(given) ? given : {};
  if (!Array.isArray(Steps) || Steps.length > MAX_STEPS) {
    return { ok: false, problem: `Steps must be a list of at most ${MAX_STEPS}` };
  }
  try {
    return { ok: true, steps: Steps.map((step, index) => stepIn(step, index === Steps.length - 1)) };
  } catch (error) {
    if (error instanceof Problem) return { ok: false, problem: error.message };
    throw error;
  }
};
