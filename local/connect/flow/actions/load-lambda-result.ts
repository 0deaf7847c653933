import { type ActionDefinition, done, failed, NO_MATCHING_ERROR, textOf } from '../action.ts';
import { dynamic, required } from '../parameter-rules.ts';

/**
 * The result of a function that ran while the flow went on, as `$.External` (Administrator Guide, "AWS Lambda function",
 * "Load Lambda Result": success when it has completed successfully, error when it failed or timed out). What the flow
 * language calls this mode of the block is published nowhere: type and parameter follow the words of the guide.
 */
export const loadLambdaResult: ActionDefinition = {
  type: 'LoadLambdaResult',
  partial: 'type and parameter names are not documented and assumed: LambdaInvocationId',
  parameters: { LambdaInvocationId: required(dynamic) },
  errors: NO_MATCHING_ERROR,
  run: (run, parameters) => {
    const id = run.value(textOf(parameters, 'LambdaInvocationId') ?? '');
    const { outcome } = run.memory.invocations.get(id) ?? {};
    if (outcome === undefined) return failed(id === '' ? 'no function was invoked' : 'the function has not returned');
    if ('problem' in outcome) return failed(outcome.problem);
    run.memory.external = outcome.response;
    return done(id);
  },
};
