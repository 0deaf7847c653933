import { type ActionDefinition, done, ENTRY_FLOWS, NO_ERRORS } from '../action.ts';
import { optional, wholeNumber } from '../parameter-rules.ts';

export const updateContactRoutingBehavior: ActionDefinition = {
  type: 'UpdateContactRoutingBehavior',
  flowTypes: ENTRY_FLOWS,
  parameters: {
    QueuePriority: optional(wholeNumber(1, Number.MAX_SAFE_INTEGER)),
    QueueTimeAdjustmentSeconds: optional((value) =>
      typeof value === 'string' && /^-?\d+$/.test(value) ? undefined : 'must be a whole number, as a string',
    ),
  },
  check: (parameters) =>
    (parameters.QueuePriority === undefined) === (parameters.QueueTimeAdjustmentSeconds === undefined)
      ? 'needs exactly one of QueuePriority and QueueTimeAdjustmentSeconds'
      : undefined,
  errors: NO_ERRORS,
  run: ({ contact }, parameters) => {
    if (parameters.QueuePriority !== undefined) contact.queuePriority = Number(parameters.QueuePriority);
    else contact.queueTimeAdjustmentS = Number(parameters.QueueTimeAdjustmentSeconds);
    return done();
  },
};
