import { type ActionDefinition, finish, NO_ERRORS, textOf } from '../action.ts';
import { returnProblem } from '../module-contract.ts';
import { optional, record, text } from '../parameter-rules.ts';
import { resolvedMembers } from '../resolve.ts';

/** Back to the caller, by the branch `Result` of the module's settings if one is named, with `ResultData`. */
export const endFlowModuleExecution: ActionDefinition = {
  type: 'EndFlowModuleExecution',
  flowTypes: ['MODULE'],
  parameters: { Result: optional(text(128)), ResultData: optional(record) },
  check: ({ Result, ResultData }, { contract }) => returnProblem(contract, Result, ResultData),
  errors: NO_ERRORS,
  terminal: true,
  run: (run, parameters) => {
    const result = textOf(parameters, 'Result');
    return finish({
      kind: 'end-module',
      ...(result !== undefined && { result }),
      data: resolvedMembers(run, parameters.ResultData),
    });
  },
};
