/** Which ways out of which blocks calls have taken, over all test cases. */
import type { ActionResult, FlowRun } from '../flow/action.ts';
import { conditionHolds } from '../flow/conditions.ts';
import { type FlowAction, parseFlow } from '../flow/language.ts';
import type { Flow } from '../instance.ts';

export interface FlowCoverage {
  readonly flow: string;
  readonly actions: { readonly taken: number; readonly total: number };
  readonly branches: { readonly taken: number; readonly total: number };
  /** `<action> → <branch>` of what no call has taken. */
  readonly missing: readonly string[];
}

export interface Coverage {
  record(run: FlowRun, action: FlowAction, result: ActionResult): void;
  of(flow: Flow): FlowCoverage;
}

const SUCCESS = 'success';
const conditionName = (operator: string, operand: string): string => `${operator} ${operand}`;

/**
 * Every branch of one block: each condition, each error, and success. Where conditions decide, NextAction repeats the
 * target of one of them and is no branch of its own.
 */
export const branchesOf = ({ Transitions }: FlowAction): readonly string[] => {
  const { NextAction, Errors = [], Conditions = [] } = Transitions;
  const conditions = Conditions.map(({ Condition }) => conditionName(Condition.Operator, Condition.Operands[0] ?? ''));
  const errors = Errors.map(({ ErrorType }) => ErrorType);
  const formal = Conditions.length > 0 && [...Errors, ...Conditions].some((branch) => branch.NextAction === NextAction);
  return formal ? [...conditions, ...errors] : [SUCCESS, ...conditions, ...errors];
};

const branchTaken = (run: FlowRun, { Transitions }: FlowAction, result: ActionResult): string => {
  const { Errors = [], Conditions = [] } = Transitions;
  const error = (type: string): string =>
    (
      Errors.find(({ ErrorType }) => ErrorType === type) ??
      Errors.find(({ ErrorType }) => ErrorType === 'NoMatchingError')
    )?.ErrorType ?? SUCCESS;
  switch (result.next) {
    case 'error':
      return error(result.errorType);
    case 'condition': {
      const met = Conditions.find(({ Condition }) =>
        conditionHolds(Condition.Operator, result.value, run.value(Condition.Operands[0] ?? '')),
      );
      if (met !== undefined) return conditionName(met.Condition.Operator, met.Condition.Operands[0] ?? '');
      return result.otherwise === undefined ? SUCCESS : error(result.otherwise);
    }
    default:
      return SUCCESS;
  }
};

export const createCoverage = (): Coverage => {
  const taken = new Map<string, Set<string>>();
  const key = (flow: Flow, action: FlowAction) => `${flow.name}\n${action.Identifier}`;
  return {
    record: (run, action, result) => {
      const name = key(run.flow, action);
      const branches = taken.get(name) ?? new Set();
      taken.set(name, branches.add(branchTaken(run, action, result)));
    },
    of: (flow) => {
      const { Actions: actions } = parseFlow(flow.published ?? flow.content);
      const branches = actions.flatMap((action) =>
        branchesOf(action).map((branch) => ({
          name: `${action.Identifier} → ${branch}`,
          taken: taken.get(key(flow, action))?.has(branch) === true,
        })),
      );
      return {
        flow: flow.name,
        actions: { taken: actions.filter((action) => taken.has(key(flow, action))).length, total: actions.length },
        branches: { taken: branches.filter((branch) => branch.taken).length, total: branches.length },
        missing: branches.filter((branch) => !branch.taken).map(({ name }) => name),
      };
    },
  };
};
