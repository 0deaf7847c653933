/** Routing criteria in the members of the API, and of contact events, which spell them in camel case. */
import { isRecord } from '../flow/language.ts';
import type { RoutingCriteria, RoutingExpression } from './routing-criteria.ts';

const condition = (expression: Extract<RoutingExpression, { excluded: boolean }>): object =>
  expression.type === 'agents'
    ? { ComparisonOperator: 'Match', MatchCriteria: { AgentsCriteria: { AgentIds: expression.agents } } }
    : {
        Name: expression.attribute,
        Value: expression.value,
        ComparisonOperator: expression.operator,
        ...(expression.operator === 'Range'
          ? { Range: { MinProficiencyLevel: expression.minimum, MaxProficiencyLevel: expression.maximum } }
          : { ProficiencyLevel: expression.minimum }),
      };

const expressionOf = (expression: RoutingExpression): object => {
  if ('of' in expression) {
    return { [expression.type === 'any' ? 'OrExpression' : 'AndExpression']: expression.of.map(expressionOf) };
  }
  return { [expression.excluded ? 'NotAttributeCondition' : 'AttributeCondition']: condition(expression) };
};

/** `time` says how the answer writes a moment. */
export const shownRoutingCriteria = (
  { index, activatedAt, steps }: RoutingCriteria,
  time: (at: number) => Date | string,
): Record<string, unknown> => ({
  ...(activatedAt !== undefined && { ActivationTimestamp: time(activatedAt) }),
  Index: index,
  Steps: steps.map(({ expression, expiryS, expiresAt, status }) => ({
    ...(expiryS !== undefined && {
      Expiry: {
        DurationInSeconds: expiryS,
        ...(expiresAt !== undefined && { ExpiryTimestamp: time(expiresAt) }),
      },
    }),
    Expression: expressionOf(expression),
    Status: status,
  })),
});

const camelCase = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(camelCase);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
      camelCase(member),
    ]),
  );
};

/** As in the events' samples: `{activationTimestamp, index, steps: [{expiry, expression, status}]}`. */
export const routingCriteriaInEvent = (criteria: RoutingCriteria, time: (at: number) => string): unknown =>
  camelCase(shownRoutingCriteria(criteria, time));
