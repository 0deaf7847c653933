import { answerOf } from '../call-request.ts';
import { advance, isWaiting } from '../call-state.ts';
import type { CallView } from '../contracts/call.ts';
import { CtiError } from '../errors.ts';
import { presentCall } from '../model/present-call.ts';
import type {
  CallStore,
  Clock,
  ConnectCalls,
  Log,
  RequestStore,
  StoredCall,
  WakeUps,
  WriteBackQueue,
} from '../ports.ts';
import { stopTask } from './end-preview.ts';

export interface CancelPorts {
  readonly calls: Pick<CallStore, 'find' | 'change'>;
  readonly requests: Pick<RequestStore, 'recordAnswer'>;
  readonly writeBacks: Pick<WriteBackQueue, 'send'>;
  readonly connect: Pick<ConnectCalls, 'stop'>;
  readonly wakeUps: Pick<WakeUps, 'cancel'>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info'>;
}

/**
 * A call that waits is not made: it ends as `failed`, reason `cancelled`, and its source is told. Whoever dials claims the
 * call in the same record first, so that of the two one is refused. The slot it had is not given to another.
 *
 * Cancelling again answers the same, and tells again what receivers know by its id: perhaps the first answer was lost.
 * @throws CtiError `not-found`; `not-ready` for a call that is being dialled or is over
 */
export const cancelCall =
  (ports: CancelPorts) =>
  async (callId: string): Promise<CallView> => {
    const known = await ports.calls.find(callId);
    if (known === undefined) throw new CtiError('not-found', 'There is no such call.');
    const at = ports.clock.now().toISOString();
    const cancel = (call: StoredCall) =>
      isCancellable(call) ? advance(call, { state: 'failed', reason: 'cancelled', at }) : call;
    const result = await ports.calls.change(known, undefined, cancel, known);
    if (result === undefined) throw new CtiError('not-found', 'There is no such call.');
    const { call, changed } = result;
    if (!isCancelled(call)) throw new CtiError('not-ready', `The call cannot be cancelled any more: ${call.state}.`);
    if (changed) ports.log.info('call-cancelled', { callId });
    await tell(ports, call);
    await stopTask(ports, result);
    return presentCall(call);
  };

const isCancelled = ({ state, reason }: StoredCall): boolean => state === 'failed' && reason === 'cancelled';

/** A claimed call may be ringing already, whatever its record says; one that an agent previews is not before they dial. */
const isCancellable = ({ state, claimedSlot, connectContactId, preview }: StoredCall): boolean =>
  isWaiting(state) &&
  connectContactId === undefined &&
  (preview === undefined ? claimedSlot === undefined : preview.dialledAt === undefined);

/** The answer last, as with every call that is not made (settle-call.ts): the safety net does the rest after a crash. */
async function tell({ writeBacks, wakeUps, requests }: CancelPorts, call: StoredCall): Promise<void> {
  const { sourceId, opportunityId, callId, version, requestId } = call;
  await Promise.all([
    writeBacks.send({ type: 'call.failed', sourceId, opportunityId, callId, version }),
    wakeUps.cancel(callId),
  ]);
  if (requestId === undefined) return;
  await requests.recordAnswer(sourceId, requestId, answerOf({ status: 'failed', reason: 'cancelled' }));
}
