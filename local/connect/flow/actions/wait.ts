import { sleep } from '../../scheduler.ts';
import { type ActionDefinition, textOf } from '../action.ts';
import { dynamicOr, optional, textList, wholeNumber } from '../parameter-rules.ts';

export const wait: ActionDefinition = {
  type: 'Wait',
  partial: 'waits for its time only: Events never come',
  parameters: {
    TimeLimitSeconds: optional(dynamicOr(wholeNumber(1, 604_800))),
    TimeoutSeconds: optional(dynamicOr(wholeNumber(1, 604_800))),
    Events: optional(textList),
  },
  check: (parameters) =>
    parameters.TimeLimitSeconds === undefined && parameters.TimeoutSeconds === undefined
      ? 'needs TimeLimitSeconds'
      : undefined,
  errors: () => ({ required: ['NoMatchingError'], optional: ['ParticipantNotFound'] }),
  conditions: () => undefined,
  run: async (run, parameters) => {
    const written = textOf(parameters, 'TimeLimitSeconds') ?? textOf(parameters, 'TimeoutSeconds') ?? '0';
    await sleep(run.engine.scheduler, Number(run.value(written)) * 1_000, run.signal);
    return { next: 'condition', value: 'WaitCompleted' };
  },
};
