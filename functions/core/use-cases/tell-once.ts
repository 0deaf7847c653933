import type { LogMessage, WriteBackMessage } from '../contracts/queue-messages.ts';
import type { CallEventType } from '../contracts/source-events.ts';
import { digestId } from '../ids.ts';
import { type LogDecision, type LogEntry, type LogPolicy, nextEntry } from '../log-entry.ts';
import type { CallKey, CallStore, StoredCall } from '../ports/call-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { Delivered } from '../ports/crm.ts';
import type { CallQueue, WriteBackQueue } from '../ports/queues.ts';
import { queueDelay } from '../queue-delay.ts';

type CallNews = Extract<WriteBackMessage, { type: CallEventType }>;

export interface TellOncePorts {
  readonly calls: Pick<CallStore, 'change'>;
  readonly dialQueue: CallQueue;
  readonly clock: Clock;
}

/** Those that end a call; of what happens on the way nothing is written. */
const ENDS: ReadonlySet<CallEventType> = new Set(['call.completed', 'call.failed', 'call.blocked']);

/**
 * Tells a source whose log is written once. What it is told stands in the call's record before it is told, with an id of its own, and
 * is told until it has been: two messages at once, or a crash, say the same under the same id. What is not known yet comes again as
 * a delayed message, and so does what was saved while something older was told.
 */
export const tellOnce =
  (ports: TellOncePorts, tell: (call: StoredCall, entry: LogEntry, eventId: string) => Promise<Delivered>) =>
  async (message: CallNews, policy: LogPolicy): Promise<Delivered> => {
    const claimed = ENDS.has(message.type) ? await claim(ports, message, policy) : undefined;
    switch (claimed?.decision.outcome) {
      case 'tell': {
        const { entry } = claimed.decision;
        const told = await tell(claimed.call, entry, entryId(message, entry));
        if (told.outcome !== 'failed') await confirm(ports, message, policy, entry);
        return told;
      }
      case 'wait':
        await comeAgain(ports, message, claimed.decision.until);
        return { outcome: 'dropped', reason: 'told-later' };
      default:
        return { outcome: 'dropped', reason: 'nothing-to-tell' };
    }
  };

async function claim({ calls, clock }: TellOncePorts, key: CallKey, policy: LogPolicy) {
  let decision: LogDecision = { outcome: 'nothing' };
  const decide = (call: StoredCall): StoredCall => {
    decision = nextEntry(call, policy, clock.now());
    if (decision.outcome !== 'tell' || decision.entry === call.logEntry) return call;
    return { ...call, logEntry: decision.entry };
  };
  const result = await calls.change(keyOf(key), undefined, decide);
  return result && { call: result.call, decision: decision as LogDecision };
}

async function confirm(ports: TellOncePorts, message: CallNews, policy: LogPolicy, { number }: LogEntry) {
  const result = await ports.calls.change(keyOf(message), undefined, (call) =>
    call.logEntry?.number !== number || call.logEntry.isTold
      ? call
      : { ...call, logEntry: { ...call.logEntry, isTold: true as const } },
  );
  const now = ports.clock.now();
  const next = result && nextEntry(result.call, policy, now);
  if (next !== undefined && next.outcome !== 'nothing') {
    await comeAgain(ports, message, next.outcome === 'wait' ? next.until : now);
  }
}

const keyOf = ({ sourceId, opportunityId, callId }: CallKey): CallKey => ({ sourceId, opportunityId, callId });

const entryId = ({ sourceId, opportunityId, callId }: CallKey, { number }: LogEntry): string =>
  `event-${digestId('log', sourceId, opportunityId, callId, String(number))}`;

function comeAgain({ dialQueue, clock }: TellOncePorts, { version, ...key }: CallNews, until: Date): Promise<void> {
  const message: LogMessage = { type: 'log', ...keyOf(key), version, wakeAt: until.toISOString() };
  return dialQueue.send(message, queueDelay(until, clock.now()));
}

/** The delayed message: its time has come, or one hop of the queue is over. */
export const tellLater =
  (ports: { readonly dialQueue: CallQueue; readonly writeBacks: WriteBackQueue; readonly clock: Clock }) =>
  async (message: LogMessage): Promise<void> => {
    const now = ports.clock.now();
    const wakeAt = new Date(message.wakeAt);
    if (wakeAt > now) return ports.dialQueue.send(message, queueDelay(wakeAt, now));
    const { version } = message;
    await ports.writeBacks.send({ type: 'call.completed', ...keyOf(message), version });
  };
