/**
 * Overrides of system behaviour. "The override applies only once to that specific resource"; several for one resource
 * "work like a queue (first in, first out)" (Administrator Guide, "Override system behavior actions").
 */
import { type ActionResult, type AroundAction, done, type FlowRun, failed, textOf } from '../flow/action.ts';
import type { FlowAction } from '../flow/language.ts';
import { findQueue, idOf } from '../instance.ts';
import { sleep } from '../scheduler.ts';
import type { Override } from './flow-actions.ts';

export interface Overrides {
  add(override: Override): void;
  /** Performs the action, or what the oldest override of its resource says instead. */
  readonly around: AroundAction;
  /** Those that no action has used. */
  unused(): readonly string[];
}

/** The guide calls the action by another name than the flow language does. */
const actionTypeOf = ({ ActionType }: Override): string =>
  ActionType === 'DequeueAndTransferToQueue' ? 'DequeueContactAndTransferToQueue' : ActionType;

const resourceOf = (override: Override): string => {
  switch (override.ActionType) {
    case 'InvokeLambdaFunction':
      return override.ActionParameters.LambdaFunctionARN;
    case 'CheckHoursOfOperation':
      return override.ActionParameters.HoursOfOperationId;
    default:
      return override.ActionParameters.QueueId;
  }
};

const PARAMETERS: Readonly<Record<string, string>> = {
  InvokeLambdaFunction: 'LambdaFunctionARN',
  CheckHoursOfOperation: 'HoursOfOperationId',
  DequeueContactAndTransferToQueue: 'QueueId',
};

/** The resource an action is about to use. TransferContactToQueue names none: it uses the working queue. */
export const resourceUsed = (run: FlowRun, action: FlowAction): string | undefined => {
  if (action.Type === 'TransferContactToQueue') return run.contact.targetQueue?.arn;
  const given = textOf(action.Parameters, PARAMETERS[action.Type] ?? '');
  return given === undefined ? undefined : run.value(given);
};

/** By ARN, or by the id at its end. */
export const sameResource = (one: string, other: string | undefined): boolean =>
  other !== undefined && (one === other || idOf(one) === idOf(other));

const answer = async (
  run: FlowRun,
  action: FlowAction,
  override: Override,
  perform: Parameters<AroundAction>[2],
): Promise<ActionResult> => {
  const { engine, memory, signal } = run;
  const wait = (seconds = 0) => (seconds === 0 ? undefined : sleep(engine.scheduler, seconds * 1_000, signal));
  if (override.Strategy.Type === 'SubstituteResource') {
    const { SubstituteArn } = override.Strategy;
    if (action.Type !== 'TransferContactToQueue')
      return perform({ ...action.Parameters, [PARAMETERS[action.Type] ?? '']: SubstituteArn });
    const queue = findQueue(engine.instance, SubstituteArn);
    if (queue === undefined) return failed(`there is no queue ${SubstituteArn}`);
    run.contact.targetQueue = queue;
    return perform();
  }
  const { Response } = override.Strategy;
  if (Response.Type === 'Error') {
    await wait(Response.Error.DelaySeconds);
    return failed('overridden by the test', Response.Error.Value);
  }
  const { ExecutionResult } = Response;
  if ('LoadedData' in ExecutionResult) {
    await wait(ExecutionResult.DelaySeconds);
    memory.external = JSON.parse(ExecutionResult.LoadedData);
    return done('overridden by the test');
  }
  const value = ExecutionResult.Value === 'InHours' ? 'True' : 'False';
  return { next: 'condition', value, otherwise: 'NoMatchingError', detail: 'overridden by the test' };
};

export const createOverrides = (): Overrides => {
  const waiting: Override[] = [];
  return {
    add: (override) => void waiting.push(override),
    unused: () => waiting.map((override) => `${override.ActionType} of ${resourceOf(override)}`),
    around: async (run, action, perform) => {
      const used = resourceUsed(run, action);
      const index = waiting.findIndex(
        (override) => actionTypeOf(override) === action.Type && sameResource(resourceOf(override), used),
      );
      const [override] = index < 0 ? [] : waiting.splice(index, 1);
      return override === undefined ? perform() : answer(run, action, override, perform);
    },
  };
};
