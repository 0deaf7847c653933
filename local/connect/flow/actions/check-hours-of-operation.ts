import { type ActionDefinition, NO_MATCHING_ERROR, VOICE_FLOWS } from '../action.ts';
import { hours, optional } from '../parameter-rules.ts';

/** The instance's only hours are "always open", so that the answer is always True. */
export const checkHoursOfOperation: ActionDefinition = {
  type: 'CheckHoursOfOperation',
  flowTypes: VOICE_FLOWS,
  parameters: { HoursOfOperationId: optional(hours) },
  errors: NO_MATCHING_ERROR,
  conditions: (conditions) => {
    const operands = conditions.map(({ Condition }) => Condition.Operands[0]).toSorted();
    return operands.length === 2 && operands[0] === 'False' && operands[1] === 'True'
      ? undefined
      : 'needs exactly Equals True and Equals False';
  },
  run: () => ({ next: 'condition', value: 'True', otherwise: 'NoMatchingError' }),
};
