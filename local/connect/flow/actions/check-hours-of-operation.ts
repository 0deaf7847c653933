import { isOpenAt } from '../../effective-hours.ts';
import { findHours } from '../../instance.ts';
import { type ActionDefinition, failed, NO_MATCHING_ERROR, textOf, VOICE_FLOWS } from '../action.ts';
import { hours, optional } from '../parameter-rules.ts';

/** The hours that are named, else those of the working queue. */
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
  run: (run, parameters) => {
    const { engine, contact } = run;
    const named = textOf(parameters, 'HoursOfOperationId');
    const id = named === undefined ? (contact.targetQueue ?? contact.queue)?.hoursOfOperationId : run.value(named);
    const known = id === undefined ? undefined : findHours(engine.instance, id);
    if (known === undefined) return failed('no such hours of operation, or no working queue is set');
    const open = isOpenAt(known, engine.scheduler.now());
    return { next: 'condition', value: open ? 'True' : 'False', otherwise: 'NoMatchingError', detail: known.name };
  },
};
