import { answerOf } from '../call-request.ts';
import type { CallView } from '../contracts/call.ts';
import { CtiError } from '../errors.ts';
import { presentCall } from '../model/present-call.ts';
import type { AttemptCounts, RequestStore } from '../ports/call-requests.ts';
import type { CallStore, StoredCall } from '../ports/call-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConnectCalls } from '../ports/connect.ts';
import type { Log } from '../ports/log.ts';
import type { ContactStore } from '../ports/opportunity-store.ts';
import type { WakeUps, WriteBackQueue } from '../ports/queues.ts';
import { isWithdrawable, withdrawn } from '../waiting-call.ts';
import { stopTask } from './end-preview.ts';
import { type LinePorts, leaveLine } from './leave-line.ts';
import { type KnownSources, uncountCall } from './uncount-call.ts';

export interface CancelPorts extends KnownSources, LinePorts {
  readonly calls: Pick<CallStore, 'find' | 'change'>;
  readonly requests: Pick<RequestStore, 'get' | 'recordAnswer'>;
  readonly contacts: Pick<ContactStore, 'get'>;
  readonly attempts: Pick<AttemptCounts, 'release'>;
  readonly writeBacks: Pick<WriteBackQueue, 'send'>;
  readonly connect: Pick<ConnectCalls, 'stop'>;
  readonly wakeUps: Pick<WakeUps, 'cancel'>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info' | 'error'>;
}

/**
 * A call that waits is not made: it ends as `failed`, reason `cancelled`, and its source is told. Whoever dials claims the
 * call in the same record first, so that of the two one is refused. Its slot is free for others, and it does not count for
 * the person's attempts.
 *
 * Cancelling again answers the same, and tells again what receivers know by its id: perhaps the first answer was lost.
 * @param sourceId the source that asks; undefined for an agent, who may cancel every call
 * @throws CtiError `not-found`; `not-ready` for a call that is being dialled or is over
 */
export const cancelCall =
  (ports: CancelPorts) =>
  async (callId: string, sourceId?: string): Promise<CallView> => {
    const known = await ports.calls.find(callId);
    if (known === undefined || (sourceId !== undefined && known.sourceId !== sourceId)) {
      throw new CtiError('not-found', 'There is no such call.');
    }
    const at = ports.clock.now().toISOString();
    let before = known;
    const cancel = (call: StoredCall) => {
      before = call;
      return isWithdrawable(call) ? withdrawn(call, at) : call;
    };
    const result = await ports.calls.change(known, undefined, cancel, known);
    if (result === undefined) throw new CtiError('not-found', 'There is no such call.');
    const { call, changed } = result;
    if (!isCancelled(call)) throw new CtiError('not-ready', `The call cannot be cancelled any more: ${call.state}.`);
    if (changed) ports.log.info('call-cancelled', { callId });
    await Promise.all([leaveLine(ports, before), tell(ports, call)]);
    await stopTask(ports, result);
    return presentCall(call);
  };

const isCancelled = ({ state, reason }: StoredCall): boolean => state === 'failed' && reason === 'cancelled';

/** The answer last, as with every call that is not made (settle-call.ts): the safety net does the rest after a crash. */
async function tell(ports: CancelPorts, call: StoredCall): Promise<void> {
  const { sourceId, opportunityId, callId, version, requestId } = call;
  await Promise.all([
    ports.writeBacks.send({ type: 'call.failed', sourceId, opportunityId, callId, version }),
    ports.wakeUps.cancel(callId),
    uncountCall(ports, call),
  ]);
  if (requestId === undefined) return;
  await ports.requests.recordAnswer(sourceId, requestId, answerOf({ status: 'failed', reason: 'cancelled' }));
}
