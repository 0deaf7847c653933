import { answerOf } from '../call-request.ts';
import type { CallMove } from '../contracts/agent-requests.ts';
import type { CallView } from '../contracts/call.ts';
import { CtiError } from '../errors.ts';
import { presentCall } from '../model/present-call.ts';
import { PLANNING_HORIZON, SAFETY_NET_DELAY, SECOND } from '../policy.ts';
import type { RequestStore } from '../ports/call-requests.ts';
import type { CallStore, StoredCall } from '../ports/call-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { ActivityLog } from '../ports/opportunity-store.ts';
import type { CallQueue } from '../ports/queues.ts';
import { fieldError, invalidFields } from '../validation.ts';
import { isUndecided, moved } from '../waiting-call.ts';
import { type LinePorts, leaveLine } from './leave-line.ts';

export interface MovePorts extends LinePorts {
  readonly calls: Pick<CallStore, 'find' | 'change'>;
  readonly requests: Pick<RequestStore, 'keepUntilDue' | 'recordAnswer'>;
  readonly activity: Pick<ActivityLog, 'record'>;
  readonly dialQueue: CallQueue;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info' | 'error'>;
}

/**
 * A call that waits is made at another time, later or sooner; all rules are asked again then. Whoever dials claims the call
 * in the same record, so that it is moved before that or not at all.
 *
 * The request is kept long enough, and a message that looks after the call is sent, before the record changes: after a crash
 * the call comes at its new time all the same. The queue's handler sets the alarm; asking again sends its message again.
 * @param sourceId the source that asks; undefined for an agent, who may move every call
 * @throws CtiError `not-found`; `not-ready` for a call that is being dialled or is over; `invalid-fields`
 */
export const moveCall =
  (ports: MovePorts) =>
  async (callId: string, wish: CallMove, by: string, sourceId?: string): Promise<CallView> => {
    const now = ports.clock.now();
    const notBefore = new Date(wish.notBefore);
    if (notBefore.getTime() - now.getTime() > PLANNING_HORIZON) {
      throw invalidFields([fieldError(['notBefore'], 'must be within a year')]);
    }
    const known = await ports.calls.find(callId);
    const requestId = known?.requestId;
    if (known === undefined || (sourceId !== undefined && known.sourceId !== sourceId)) {
      throw new CtiError('not-found', 'There is no such call.');
    }
    if (requestId === undefined || !isUndecided(known)) throw tooLate(known);
    const message = { sourceId: known.sourceId, requestId };
    await Promise.all([
      ports.requests.keepUntilDue(known.sourceId, requestId, notBefore),
      ports.dialQueue.send(message, SAFETY_NET_DELAY / SECOND),
    ]);

    const at = now.toISOString();
    let before = known;
    const move = (call: StoredCall) => {
      before = call;
      if (!isUndecided(call) || isSameTime(call, notBefore)) return call;
      return moved(call, notBefore.toISOString(), at);
    };
    const result = await ports.calls.change(known, undefined, move);
    if (result === undefined) throw new CtiError('not-found', 'There is no such call.');
    const { call, changed } = result;
    if (!isUndecided(call)) throw tooLate(call);
    if (changed) ports.log.info('call-moved', { callId });
    const { state: status, reason, dueAt } = call;
    await Promise.all([
      changed ? leaveLine(ports, before) : undefined,
      changed ? record(ports, before, call, by, at) : undefined,
      ports.requests.recordAnswer(message.sourceId, requestId, answerOf({ status, reason, dueAt })),
      ports.dialQueue.send(message, 0),
    ]);
    return presentCall(call);
  };

const tooLate = ({ state }: StoredCall): CtiError =>
  new CtiError('not-ready', `The call cannot be moved any more: ${state}.`);

const isSameTime = ({ notBefore }: StoredCall, wished: Date): boolean =>
  notBefore !== undefined && Date.parse(notBefore) === wished.getTime();

const record = (
  { activity }: MovePorts,
  { notBefore: from, dueAt }: StoredCall,
  { notBefore: to, ...call }: StoredCall,
  by: string,
  at: string,
): Promise<void> =>
  activity.record(
    call,
    {
      ...{ type: 'call.moved', at, by, subjectId: call.callId, subjectName: call.contactName ?? '' },
      changes: [{ field: 'notBefore', ...((from ?? dueAt) && { from: from ?? dueAt }), ...(to && { to }) }],
    },
    call.contactId,
  );
