import { type Answer, answerOf, callKeyOf, requestedCall } from '../call-request.ts';
import { advance, type CallStep, isFinal } from '../call-state.ts';
import type { CallStore, RequestStore, StoredRequest, WriteBackQueue } from '../ports.ts';

export interface SettlePorts {
  readonly calls: Pick<CallStore, 'change'>;
  readonly requests: Pick<RequestStore, 'recordAnswer'>;
  readonly writeBacks: Pick<WriteBackQueue, 'send'>;
}

/**
 * Records what became of a call that was not dialled: first the call, then the source is told of an end, and the recorded
 * answer last. So an answer that is recorded proves that the source will hear; after a crash in between the safety net
 * does the rest again, and the webhook has the same id again.
 */
export const settleCall =
  (ports: SettlePorts) =>
  async (request: StoredRequest, step: CallStep): Promise<Answer> => {
    const result = await ports.calls.change(callKeyOf(request), requestedCall(request), (call) => advance(call, step));
    if (result !== undefined && isFinal(step.state)) {
      const { sourceId, opportunityId, callId } = request;
      const type = step.state === 'blocked' ? 'call.blocked' : 'call.failed';
      await ports.writeBacks.send({ type, sourceId, opportunityId, callId, version: result.call.version });
    }
    const answer = answerOf({ status: step.state, reason: step.reason, dueAt: step.dueAt });
    await ports.requests.recordAnswer(request.sourceId, request.requestId, answer);
    return answer;
  };
