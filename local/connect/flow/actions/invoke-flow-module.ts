import { findModule } from '../../instance.ts';
import { type ActionDefinition, failed, NO_MATCHING_ERROR, textOf } from '../action.ts';
import { flowModule, required } from '../parameter-rules.ts';

/** A module may call modules, five deep (Administrator Guide, "Flow modules"). */
const MAX_DEPTH = 5;

export const invokeFlowModule: ActionDefinition = {
  type: 'InvokeFlowModule',
  partial: 'modules without input and output parameters, named transitions, versions and aliases',
  flowTypes: ['CONTACT_FLOW', 'MODULE'],
  parameters: { FlowModuleId: required(flowModule) },
  errors: NO_MATCHING_ERROR,
  run: (run, parameters) => {
    const module = findModule(run.engine.instance, run.value(textOf(parameters, 'FlowModuleId') ?? ''));
    if (module?.published === undefined || module.state === 'ARCHIVED')
      return failed('there is no such published module');
    if (run.depth >= MAX_DEPTH) return failed(`modules are nested more than ${MAX_DEPTH} deep`);
    return { next: 'module', module, detail: module.name };
  },
};
