import { type ActionDefinition, ENTRY_FLOWS, failed, finish, NO_MATCHING_ERROR, textOf } from '../action.ts';
import { flow, required } from '../parameter-rules.ts';
import { findFlowVersion } from '../versions.ts';

export const transferToFlow: ActionDefinition = {
  type: 'TransferToFlow',
  flowTypes: ENTRY_FLOWS,
  parameters: { ContactFlowId: required(flow) },
  errors: NO_MATCHING_ERROR,
  run: (run, parameters) => {
    const target = findFlowVersion(run.engine.instance, run.value(textOf(parameters, 'ContactFlowId') ?? ''));
    return target?.published === undefined || target.state === 'ARCHIVED'
      ? failed('there is no such published flow')
      : finish({ kind: 'transfer-flow', flow: target });
  },
};
