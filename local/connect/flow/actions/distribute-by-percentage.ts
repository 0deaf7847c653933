import { randomInt } from 'node:crypto';
import { type ActionDefinition, VOICE_FLOWS } from '../action.ts';

/** Conditions are a chain of NumberLessThan over a draw from 1 to 100. */
export const distributeByPercentage: ActionDefinition = {
  type: 'DistributeByPercentage',
  flowTypes: VOICE_FLOWS,
  parameters: {},
  errors: () => ({ required: ['NoMatchingCondition'] }),
  conditions: (conditions) =>
    conditions.every(({ Condition }) => Condition.Operator === 'NumberLessThan')
      ? undefined
      : 'only NumberLessThan is allowed',
  run: () => ({ next: 'condition', value: String(randomInt(1, 101)), otherwise: 'NoMatchingCondition' }),
};
