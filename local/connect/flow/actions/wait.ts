import { sleep } from '../../scheduler.ts';
import { type ActionDefinition, type FlowRun, textOf } from '../action.ts';
import { dynamic, dynamicOr, optional, wholeNumber } from '../parameter-rules.ts';

const COMPLETED = 'WaitCompleted';
/** The guide's branch "Lambda Return" of an event-based wait; what the language calls it is documented nowhere. */
const LAMBDA_RETURNED = 'LambdaReturned';
/** Documented; of chats only, so that in a call or task they never come. */
const EVENTS: readonly string[] = ['CustomerReturned', 'BotParticipantDisconnected', LAMBDA_RETURNED];

const eventsOf = (parameters: Readonly<Record<string, unknown>>): readonly string[] =>
  Array.isArray(parameters.Events) ? parameters.Events.map(String) : [];

/** "If the wrong Invocation ID is provided, it continues to wait until the timeout" (Administrator Guide, "Wait"). */
const returned = (run: FlowRun, parameters: Readonly<Record<string, unknown>>): Promise<void>[] => {
  if (!eventsOf(parameters).includes(LAMBDA_RETURNED)) return [];
  const id = run.value(textOf(parameters, 'LambdaInvocationId') ?? '$.LambdaInvocation.InvocationId');
  const invocation = run.memory.invocations.get(id);
  return invocation === undefined ? [] : [invocation.settled];
};

export const wait: ActionDefinition = {
  type: 'Wait',
  partial: `the names ${LAMBDA_RETURNED} and LambdaInvocationId are assumed; CustomerReturned and BotParticipantDisconnected are events of chats and never come`,
  parameters: {
    TimeLimitSeconds: optional(dynamicOr(wholeNumber(1, 604_800))),
    TimeoutSeconds: optional(dynamicOr(wholeNumber(1, 604_800))),
    Events: optional((value) =>
      Array.isArray(value) && value.every((event) => EVENTS.includes(String(event)))
        ? undefined
        : `must list events among ${EVENTS.join(', ')}`,
    ),
    LambdaInvocationId: optional(dynamic),
  },
  check: (parameters) =>
    parameters.TimeLimitSeconds === undefined && parameters.TimeoutSeconds === undefined
      ? 'needs TimeLimitSeconds'
      : undefined,
  errors: () => ({ required: ['NoMatchingError'], optional: ['ParticipantNotFound'] }),
  conditions: (conditions, { Parameters }) => {
    const wanted = [COMPLETED, ...eventsOf(Parameters)].toSorted();
    const given = conditions.map(({ Condition }) => Condition.Operands[0] ?? '').toSorted();
    const equal = conditions.every(({ Condition }) => Condition.Operator === 'Equals');
    return equal && wanted.join() === given.join() ? undefined : `needs exactly Equals of ${wanted.join(', ')}`;
  },
  run: async (run, parameters) => {
    const written = textOf(parameters, 'TimeLimitSeconds') ?? textOf(parameters, 'TimeoutSeconds') ?? '0';
    const over = new AbortController();
    const signal = AbortSignal.any([run.signal, over.signal]);
    const value = await Promise.race([
      sleep(run.engine.scheduler, Number(run.value(written)) * 1_000, signal).then(() => COMPLETED),
      ...returned(run, parameters).map((settled) => settled.then(() => LAMBDA_RETURNED)),
    ]).finally(() => over.abort(new Error('waited long enough')));
    return { next: 'condition', value };
  },
};
