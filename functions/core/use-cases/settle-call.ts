import { type Answer, answerOf, callKeyOf, requestedCall } from '../call-request.ts';
import { advance, type CallStep, isFinal } from '../call-state.ts';
import type { RequestStore, StoredRequest } from '../ports/call-requests.ts';
import type { CallStore, StoredCall } from '../ports/call-store.ts';
import type { Place } from '../ports/dial-line.ts';
import type { WriteBackQueue } from '../ports/queues.ts';

export interface SettlePorts {
  readonly calls: Pick<CallStore, 'change'>;
  readonly requests: Pick<RequestStore, 'recordAnswer'>;
  readonly writeBacks: Pick<WriteBackQueue, 'send'>;
}

/**
 * Records what became of a call that was not dialled: first the call, then the source is told of an end, and the recorded
 * answer last. So an answer that is recorded proves that the source will hear; after a crash in between the safety net
 * does the rest again, and the webhook has the same id again. A call that has been dialled after all, as an event says meanwhile,
 * stays so, and nobody is told otherwise. `place`: where a queued call waits.
 */
export const settleCall =
  (ports: SettlePorts) =>
  async (request: StoredRequest, step: CallStep, place?: Place): Promise<Answer> => {
    let settled = step;
    const change = (call: StoredCall) => {
      if (call.connectContactId !== undefined) return call;
      settled = endBefore(call) ?? step;
      return waitingAt(advance(call, settled), place);
    };
    const result = await ports.calls.change(callKeyOf(request), requestedCall(request), change);
    const connectContactId = result?.call.connectContactId;
    if (connectContactId !== undefined) {
      const dialled = answerOf({ status: 'dialing', connectContactId });
      await ports.requests.recordAnswer(request.sourceId, request.requestId, dialled);
      return dialled;
    }
    if (result !== undefined && isFinal(settled.state)) {
      const { sourceId, opportunityId, callId } = request;
      const type = settled.state === 'blocked' ? 'call.blocked' : 'call.failed';
      await ports.writeBacks.send({ type, sourceId, opportunityId, callId, version: result.call.version });
    }
    const answer = answerOf({ status: settled.state, reason: settled.reason, dueAt: settled.dueAt });
    await ports.requests.recordAnswer(request.sourceId, request.requestId, answer);
    return answer;
  };

const waitingAt = (call: StoredCall, place: Place | undefined): StoredCall =>
  place === undefined || place.order === call.place?.order ? call : { ...call, place };

/** Somebody cancelled it meanwhile: what became of it stays. */
const endBefore = ({ state, history }: StoredCall): CallStep | undefined =>
  isFinal(state) && state !== 'completed' ? history.at(-1) : undefined;
