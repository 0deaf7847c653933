import { createCallback } from '../../contacts/callback.ts';
import { type ActionDefinition, done, failed, NO_MATCHING_ERROR, textOf, VOICE_FLOWS } from '../action.ts';
import { callerId, callerIdIn, isClaimed } from '../caller-id.ts';
import { agent, dynamicOr, flow as flowRule, optional, queue, required, wholeNumber } from '../parameter-rules.ts';
import { atMostOneQueue, queueOf } from '../target-queue.ts';
import { findFlowVersion } from '../versions.ts';

const MAX_DELAY_S = 259_200;

/** The customer may hang up: an agent is rung first, later, and then the customer is called back. */
export const createCallbackContact: ActionDefinition = {
  type: 'CreateCallbackContact',
  flowTypes: VOICE_FLOWS,
  parameters: {
    QueueId: optional(queue),
    AgentId: optional(agent),
    InitialCallDelaySeconds: required(dynamicOr(wholeNumber(0, MAX_DELAY_S))),
    MaximumConnectionAttempts: required(dynamicOr(wholeNumber(1, 100))),
    RetryDelaySeconds: required(dynamicOr(wholeNumber(1, MAX_DELAY_S))),
    ContactFlowId: optional(flowRule),
    CallerId: optional(callerId),
  },
  check: atMostOneQueue,
  errors: NO_MATCHING_ERROR,
  run: (run, parameters) => {
    const { engine, contact } = run;
    const named = parameters.QueueId !== undefined || parameters.AgentId !== undefined;
    const target = named ? queueOf(run, parameters) : (contact.targetQueue ?? contact.queue);
    if (target === undefined) return failed('no such queue or agent, or no working queue is set');
    // "If it was never set, it is the customer's caller ID" (flow language reference, UpdateContactCallbackNumber).
    const customerPhone = contact.callbackNumber ?? contact.customerPhone;
    if (customerPhone === undefined) return failed('no callback number is set');
    const flowId = textOf(parameters, 'ContactFlowId');
    const flow = flowId === undefined ? undefined : findFlowVersion(engine.instance, run.value(flowId));
    if (flowId !== undefined && flow?.published === undefined) return failed('there is no such published flow');
    const caller = callerIdIn(run, parameters);
    if (caller !== undefined && !isClaimed(engine.instance, caller)) return failed(`${caller} is not claimed`);
    const seconds = (name: string) => Number(run.value(textOf(parameters, name) ?? ''));
    const callback = createCallback(engine, {
      previous: contact,
      customerPhone,
      queue: target,
      initialDelayS: seconds('InitialCallDelaySeconds'),
      attempts: seconds('MaximumConnectionAttempts'),
      retryDelayS: seconds('RetryDelaySeconds'),
      ...(flow !== undefined && { flow }),
      ...(caller !== undefined && { callerId: caller }),
    });
    return done(callback.id);
  },
};
