import { type ActionDefinition, failed, textOf } from '../action.ts';
import { callProblem, contractOf } from '../module-contract.ts';
import { flowModule, optional, record, required } from '../parameter-rules.ts';
import { resolvedMembers } from '../resolve.ts';
import { findModuleVersion } from '../versions.ts';

/** A module may call modules, five deep (Administrator Guide, "Flow modules"). */
const MAX_DEPTH = 5;

/**
 * Runs a module, with `Input` as its `$.Modules.Input`. When it has returned, `$.Modules.Result` is the branch it took and
 * `$.Modules.ResultData` what it gave; conditions follow the branch, NextAction a return without one. The language's
 * reference knows `FlowModuleId` only; the rest is as the console writes it, and is checked against the module's settings.
 */
export const invokeFlowModule: ActionDefinition = {
  type: 'InvokeFlowModule',
  flowTypes: ['CONTACT_FLOW', 'MODULE'],
  parameters: { FlowModuleId: required(flowModule), Input: optional(record) },
  check: ({ FlowModuleId, Input }, { instance }) => {
    const module = findModuleVersion(instance, String(FlowModuleId));
    return module === undefined ? undefined : callProblem(contractOf(module.settings), Input);
  },
  errors: () => ({ required: ['NoMatchingError'], optional: ['NoMatchingCondition'] }),
  conditions: (conditions, { Parameters }, { instance }) => {
    if (conditions.some(({ Condition }) => Condition.Operator !== 'Equals')) return 'only Equals is allowed';
    const module = findModuleVersion(instance, String(Parameters.FlowModuleId));
    const branches = module === undefined ? undefined : contractOf(module.settings).branches;
    const unknown = conditions.find(({ Condition }) => branches?.includes(Condition.Operands[0] ?? '') === false);
    return unknown === undefined ? undefined : `the module has no branch ${unknown.Condition.Operands[0]}`;
  },
  run: (run, parameters) => {
    const module = findModuleVersion(run.engine.instance, run.value(textOf(parameters, 'FlowModuleId') ?? ''));
    if (module?.published === undefined || module.state === 'ARCHIVED')
      return failed('there is no such published module');
    if (run.depth >= MAX_DEPTH) return failed(`modules are nested more than ${MAX_DEPTH} deep`);
    const input = resolvedMembers(run, parameters.Input);
    const problem = callProblem(contractOf(module.settings), parameters.Input === undefined ? undefined : input);
    if (problem !== undefined) return failed(problem);
    return { next: 'module', module, input, detail: module.name };
  },
};
