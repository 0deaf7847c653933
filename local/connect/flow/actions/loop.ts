import { type ActionDefinition, NO_ERRORS, textOf } from '../action.ts';
import { dynamicOr, required, wholeNumber } from '../parameter-rules.ts';

/** ContinueLooping `LoopCount` times, then DoneLooping once, then it starts anew. */
export const loop: ActionDefinition = {
  type: 'Loop',
  parameters: { LoopCount: required(dynamicOr(wholeNumber(0, 100))) },
  errors: NO_ERRORS,
  conditions: (conditions) =>
    ['ContinueLooping', 'DoneLooping'].every((operand) =>
      conditions.some(({ Condition }) => Condition.Operator === 'Equals' && Condition.Operands[0] === operand),
    ) && conditions.length === 2
      ? undefined
      : 'needs exactly Equals ContinueLooping and Equals DoneLooping',
  run: (run, parameters, action) => {
    const { loops } = run.memory;
    const left = loops.get(action.Identifier) ?? Number(run.value(textOf(parameters, 'LoopCount') ?? '0'));
    if (left > 0) loops.set(action.Identifier, left - 1);
    else loops.delete(action.Identifier);
    return {
      next: 'condition',
      value: left > 0 ? 'ContinueLooping' : 'DoneLooping',
      detail: `${Math.max(left, 0)} left`,
    };
  },
};
