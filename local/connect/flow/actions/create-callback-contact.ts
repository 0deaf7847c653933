import { createCallback } from '../../contacts/callback.ts';
import { type ActionDefinition, done, failed, NO_MATCHING_ERROR, textOf, VOICE_FLOWS } from '../action.ts';
import { agent, dynamicOr, flow, optional, queue, record, required, wholeNumber } from '../parameter-rules.ts';
import { atMostOneQueue, queueOf } from '../target-queue.ts';

const MAX_DELAY_S = 259_200;

/** The customer may hang up: an agent is rung first, later, and then the customer is called back. */
export const createCallbackContact: ActionDefinition = {
  type: 'CreateCallbackContact',
  partial: 'ContactFlowId and CallerId have no effect: the outbound whisper of the queue runs, from its number',
  flowTypes: VOICE_FLOWS,
  parameters: {
    QueueId: optional(queue),
    AgentId: optional(agent),
    InitialCallDelaySeconds: required(dynamicOr(wholeNumber(0, MAX_DELAY_S))),
    MaximumConnectionAttempts: required(dynamicOr(wholeNumber(1, 100))),
    RetryDelaySeconds: required(dynamicOr(wholeNumber(1, MAX_DELAY_S))),
    ContactFlowId: optional(flow),
    CallerId: optional(record),
  },
  check: atMostOneQueue,
  errors: NO_MATCHING_ERROR,
  run: (run, parameters) => {
    const { engine, contact } = run;
    const named = parameters.QueueId !== undefined || parameters.AgentId !== undefined;
    const target = named ? queueOf(run, parameters) : (contact.targetQueue ?? contact.queue);
    if (target === undefined) return failed('no such queue or agent, or no working queue is set');
    if (contact.callbackNumber === undefined) return failed('no callback number is set');
    const seconds = (name: string) => Number(run.value(textOf(parameters, name) ?? ''));
    const callback = createCallback(engine, {
      previous: contact,
      customerPhone: contact.callbackNumber,
      queue: target,
      initialDelayS: seconds('InitialCallDelaySeconds'),
      attempts: seconds('MaximumConnectionAttempts'),
      retryDelayS: seconds('RetryDelaySeconds'),
    });
    return done(callback.id);
  },
};
