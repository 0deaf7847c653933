/** Executes one published flow on one contact until it is over or interrupted. */

import { touch, traceContact } from '../engine.ts';
import { isoTime } from '../scheduler.ts';
import type { ActionResult, FlowMemory, FlowOutcome, FlowRun } from './action.ts';
import { ACTIONS } from './actions/index.ts';
import { conditionHolds } from './conditions.ts';
import { referenceRoot } from './flow-event.ts';
import { logAction } from './flow-log.ts';
import { type FlowAction, interpolate, parseFlow } from './language.ts';

/** A flow that takes this many steps, none of which waits for anything, would spin for ever. */
const MAX_STEPS_WITHOUT_WAITING = 1_000;
/** What takes less has only computed; whole milliseconds go by even then. */
const SHORTEST_WAIT_MS = 10;
const MAX_TRACE_STEPS = 2_000;

/** `kept` is what the next flow of the same contact still sees. */
export const newMemory = (
  kept?: Pick<FlowMemory, 'external' | 'storedInput' | 'stepsWithoutWaiting' | 'invocationId' | 'invocations'>,
): FlowMemory => ({
  external: kept?.external ?? {},
  flowAttributes: {},
  storedInput: kept?.storedInput ?? '',
  invocationId: kept?.invocationId ?? '',
  invocations: kept?.invocations ?? new Map(),
  metrics: {},
  modules: {},
  views: {},
  loops: new Map(),
  lambdaChainMs: 0,
  stepsWithoutWaiting: kept?.stepsWithoutWaiting ?? 0,
});

/** Where the flow goes after a result; `undefined` when it has no branch for it. */
const nextOf = (
  run: FlowRun,
  action: FlowAction,
  result: Exclude<ActionResult, { next: 'outcome' }>,
): string | undefined => {
  const { NextAction, Errors = [], Conditions = [] } = action.Transitions;
  const onError = (errorType: string) =>
    (
      Errors.find((error) => error.ErrorType === errorType) ??
      Errors.find((error) => error.ErrorType === 'NoMatchingError')
    )?.NextAction;
  if (result.next === 'default' || result.next === 'module') return NextAction;
  // Where the service lets the error branch be left out, the flow goes on.
  if (result.next === 'error') return onError(result.errorType) ?? (Errors.length === 0 ? NextAction : undefined);
  const met = Conditions.find(({ Condition }) =>
    conditionHolds(Condition.Operator, result.value, run.value(Condition.Operands[0] ?? '')),
  );
  return met?.NextAction ?? (result.otherwise === undefined ? NextAction : onError(result.otherwise));
};

const summary = (result: ActionResult): string => {
  switch (result.next) {
    case 'default':
    case 'module':
      return 'success';
    case 'error':
      return result.errorType;
    case 'condition':
      return `condition ${result.value}`;
    case 'outcome':
      return result.outcome.kind;
  }
};

/**
 * Runs the module that an action asks for; what else can come of a module than its end is the flow's outcome too. "Modules
 * do not allow overriding flow local data of the invoking flow": external and flow attributes, stored input and metrics of
 * the two are apart (Administrator Guide, "Flow modules").
 */
const inModule = async (run: FlowRun, action: FlowAction, result: ActionResult): Promise<ActionResult> => {
  if (result.next !== 'module') return result;
  const { memory, depth } = run;
  const { lambdaChainMs, stepsWithoutWaiting, invocationId, invocations } = memory;
  const carried = { lambdaChainMs, stepsWithoutWaiting, invocationId, invocations };
  const within = { ...newMemory(), ...carried, modules: { Input: result.input } };
  const outcome = await runFlow({ ...run, flow: result.module, memory: within, depth: depth + 1 });
  Object.assign(memory, {
    lambdaChainMs: within.lambdaChainMs,
    stepsWithoutWaiting: within.stepsWithoutWaiting,
  });
  const detail = result.module.name;
  if (outcome.kind !== 'end-module') return { next: 'outcome', outcome, detail };
  const { Input } = memory.modules;
  memory.modules = {
    ...(Input !== undefined && { Input }),
    ...(outcome.result !== undefined && { Result: outcome.result }),
    ResultData: outcome.data,
  };
  const followed = outcome.result !== undefined && (action.Transitions.Conditions ?? []).length > 0;
  return followed
    ? { next: 'condition', value: outcome.result, otherwise: 'NoMatchingCondition', detail }
    : { next: 'default', detail };
};

/**
 * Rejects with the signal's reason when interrupted. `memory` outlives the flow, so that the next one on the same leg still
 * sees `$.External`.
 */
export const runFlow = async (
  start: Omit<FlowRun, 'value' | 'depth'> & { readonly depth?: number },
): Promise<FlowOutcome> => {
  const run: FlowRun = { depth: 0, ...start, value: (text) => interpolate(text, referenceRoot(start)) };
  const { engine, contact, flow, memory } = run;
  const document = parseFlow(flow.published ?? flow.content);
  const actions = new Map(document.Actions.map((action) => [action.Identifier, action]));
  let current = actions.get(document.StartAction);
  while (current !== undefined) {
    run.signal.throwIfAborted();
    const definition = ACTIONS.get(current.Type);
    if (definition === undefined) return { kind: 'failed', why: `action type ${current.Type} is not known` };
    const startedAt = engine.scheduler.now();
    const action = current;
    const perform = async (parameters = action.Parameters): Promise<ActionResult> =>
      inModule(run, action, await definition.run(run, parameters, action));
    const result = await (engine.aroundAction?.(run, action, perform) ?? perform());
    run.signal.throwIfAborted();
    logAction(run, current, result, startedAt);
    const next: string | undefined = result.next === 'outcome' ? undefined : nextOf(run, current, result);
    if (contact.flowTrace.length < MAX_TRACE_STEPS) {
      contact.flowTrace.push({
        at: isoTime(startedAt),
        flow: flow.name,
        actionId: current.Identifier,
        type: current.Type,
        result: summary(result),
        ...(next !== undefined && { nextAction: next }),
        ...('detail' in result && result.detail !== undefined && { detail: result.detail }),
      });
    }
    traceContact(engine, contact, 'flow', `${flow.name}: ${current.Type}`, {
      ok: result.next !== 'error',
      durationMs: engine.scheduler.now() - startedAt,
      detail: {
        actionId: current.Identifier,
        result: summary(result),
        ...(next !== undefined && { nextAction: next }),
        ...('detail' in result && result.detail !== undefined && { detail: result.detail }),
      },
    });
    touch(engine, contact);
    const waited = engine.scheduler.now() - startedAt >= SHORTEST_WAIT_MS;
    memory.stepsWithoutWaiting = waited ? 0 : memory.stepsWithoutWaiting + 1;
    if (memory.stepsWithoutWaiting > MAX_STEPS_WITHOUT_WAITING)
      return { kind: 'failed', why: 'the flow spins without time passing' };
    if (result.next === 'outcome') return result.outcome;
    if (next === undefined) return { kind: 'failed', why: `no branch for ${summary(result)} of ${current.Type}` };
    current = actions.get(next);
  }
  return { kind: 'failed', why: 'the flow leads to an action that does not exist' };
};
