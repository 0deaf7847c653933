import { type ActionDefinition, textOf } from '../action.ts';
import { dynamic, required } from '../parameter-rules.ts';

export const compare: ActionDefinition = {
  type: 'Compare',
  parameters: { ComparisonValue: required(dynamic) },
  errors: () => ({ required: ['NoMatchingCondition'] }),
  conditions: () => undefined,
  run: (run, parameters) => ({
    next: 'condition',
    value: run.value(textOf(parameters, 'ComparisonValue') ?? ''),
    otherwise: 'NoMatchingCondition',
  }),
};
