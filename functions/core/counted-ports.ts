/**
 * Ports that count what passes through them, so that no use case can forget to: each way to the end of a call is a change of
 * its record, each dialling an order to Connect.
 */
import { isFinal } from './call-state.ts';
import type { RequestStore } from './ports/call-requests.ts';
import type { CallStore, StoredCall } from './ports/call-store.ts';
import type { ConnectCalls, DialResult } from './ports/connect.ts';
import type { DialSlots } from './ports/dial-line.ts';
import type { Metrics } from './ports/log.ts';

type Counter = Pick<Metrics, 'count'>;

export function countedRequests<Store extends Pick<RequestStore, 'accept'>>(requests: Store, metrics: Counter): Store {
  return {
    ...requests,
    async accept(...asked: Parameters<Store['accept']>) {
      const accepted = await requests.accept(...(asked as Parameters<RequestStore['accept']>));
      const [{ sourceId }] = asked;
      const { outcome } = accepted;
      if (outcome !== 'over-limit') metrics.count('CallRequests', { sourceId, outcome });
      return accepted;
    },
  };
}

/** The change that is stored is the last one that was tried. */
export function countedCalls<Store extends Pick<CallStore, 'change'>>(calls: Store, metrics: Counter): Store {
  const change: CallStore['change'] = async (key, initial, apply, known) => {
    let before = initial;
    const noted = (call: StoredCall) => {
      before = call;
      return apply(call);
    };
    const result = await calls.change(key, initial, noted, known);
    if (result?.changed && before !== undefined) countChange(metrics, before, result.call);
    return result;
  };
  return { ...calls, change };
}

function countChange(metrics: Counter, before: StoredCall, after: StoredCall): void {
  const { sourceId, state, reason = 'none' } = after;
  if (isFinal(state) && !isFinal(before.state)) metrics.count('CallsEnded', { sourceId, state, reason });
  const { dialingAt } = after;
  if (dialingAt === undefined || before.dialingAt !== undefined || !wasWanted(after)) return;
  metrics.count('WaitToDial', {}, Math.max(0, Date.parse(dialingAt) - Date.parse(after.requestedAt)));
}

/** As soon as possible. A record without its request does not know when it was asked for. */
const wasWanted = ({ direction, mode, requestId, attempt, history }: StoredCall): boolean =>
  direction === 'outbound' &&
  mode !== 'agent-first' &&
  requestId !== undefined &&
  attempt === undefined &&
  !history.some(({ state }) => state === 'held' || state === 'scheduled');

export function countedDialling(
  connect: Pick<ConnectCalls, 'start' | 'startPreview'>,
  metrics: Counter,
): Pick<ConnectCalls, 'start' | 'startPreview'> {
  const counted = async (dialled: Promise<DialResult>): Promise<DialResult> => {
    try {
      const result = await dialled;
      metrics.count('DialAttempts', { outcome: result.outcome });
      return result;
    } catch (error) {
      metrics.count('DialAttempts', { outcome: 'unknown' });
      throw error;
    }
  };
  return {
    start: (order) => counted(connect.start(order)),
    startPreview: (order) => counted(connect.startPreview(order)),
  };
}

export const measuredLine = <Slots extends Pick<DialSlots, 'reserve'>>(slots: Slots, metrics: Counter): Slots => ({
  ...slots,
  async reserve(...asked: Parameters<DialSlots['reserve']>) {
    const [now, call] = asked;
    const reserved = await slots.reserve(now, call);
    const due = reserved.wait?.expectedAt ?? now;
    if (call !== undefined) metrics.count('LineWait', {}, Math.max(0, due.getTime() - now.getTime()));
    return reserved;
  },
});
