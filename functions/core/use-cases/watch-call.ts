import { isMovedOn } from '../call-legs.ts';
import { isFinal, isWaiting } from '../call-state.ts';
import type { CallPreview } from '../contracts/call.ts';
import type { WatchMessage } from '../contracts/queue-messages.ts';
import type { LegFacts } from '../model/legs-from-facts.ts';
import { unlessUnknown } from '../model/unknown-contact.ts';
import { withPreview } from '../model/with-preview.ts';
import { RECORDING_PATIENCE, REQUEST_PATIENCE, WATCH_INTERVAL, WATCH_PATIENCE } from '../policy.ts';
import type { CallKey, CallStore, StoredCall } from '../ports/call-store.ts';
import type { Metrics } from '../ports/log.ts';
import type { CallQueue } from '../ports/queues.ts';
import { queueDelay } from '../queue-delay.ts';
import { describeLeg } from './describe-leg.ts';
import { type EndPreviewPorts, endPreview, followDialled, stopTask, tellEndAgain } from './end-preview.ts';
import { nameAgent } from './name-agent.ts';
import { recordLegFacts } from './record-leg-facts.ts';

export interface WatchPorts extends EndPreviewPorts {
  readonly calls: Pick<CallStore, 'get' | 'change'>;
  readonly dialQueue: CallQueue;
  readonly metrics: Metrics;
  /** Whether agents may hear recordings, which Connect may know of only minutes after the call. */
  readonly awaitsRecordings?: boolean;
}

/** The first look at a call that has been started; at once when it should have taken place already. */
export async function watch(
  { dialQueue }: Pick<WatchPorts, 'dialQueue'>,
  { sourceId, opportunityId, callId }: CallKey,
  startedAt: Date,
  now: Date,
): Promise<void> {
  const wakeAt = new Date(Math.max(startedAt.getTime() + WATCH_INTERVAL, now.getTime()));
  const message: WatchMessage = { type: 'watch', sourceId, opportunityId, callId, wakeAt: wakeAt.toISOString() };
  await dialQueue.send(message, queueDelay(wakeAt, now));
}

/**
 * One look at a call that was started: Connect's contact events are best effort, and when the last of them are lost nobody
 * else would ever find out how the call ended. What Connect's descriptions of its legs say is joined like an event, and a
 * call that is not over, or whose recording is awaited, is looked at again. A leg of which no event has come is not known here;
 * of what is not over after a day nothing more is to be expected, and it is recorded as ended.
 */
export const watchCall =
  (ports: WatchPorts) =>
  async (message: WatchMessage): Promise<void> => {
    const now = ports.clock.now();
    const wakeAt = new Date(message.wakeAt);
    if (wakeAt > now) {
      await ports.dialQueue.send(message, queueDelay(wakeAt, now));
      return;
    }
    const known = await ports.calls.get(message);
    if (known === undefined) return;
    const again = new Date(now.getTime() + WATCH_INTERVAL);
    const next = { ...message, wakeAt: again.toISOString() };
    const deliveryId = `watch ${message.wakeAt}`;
    if (known.preview !== undefined && isWaiting(known.state)) {
      await lookAtPreview(ports, known, known.preview, now, deliveryId);
      await ports.dialQueue.send(next, queueDelay(again, now));
      return;
    }
    const facts = isFinal(known.state)
      ? await Promise.all(legsToHear(ports, known, now).map((id) => describeLeg(ports, known, id)))
      : await describeLegs(ports, known, now);
    const result = await recordLegFacts(ports, { known, initial: known }, facts, deliveryId);
    if (known.preview !== undefined) await tellEndAgain(ports, known);
    await stopTask(ports, result);
    if (result === undefined) return;
    if (isFinal(result.call.state) && legsToHear(ports, result.call, now).length === 0) return;
    await ports.dialQueue.send(next, queueDelay(again, now));
  };

/** The agent has not dialled, as far as anybody has said. A task that is there for too long is taken away. */
async function lookAtPreview(
  ports: WatchPorts,
  call: StoredCall,
  preview: CallPreview,
  now: Date,
  deliveryId: string,
): Promise<void> {
  const { connectContactId } = preview;
  const described = await unlessUnknown(ports.connect.describe(connectContactId));
  const agentUsername = described === undefined ? undefined : await nameAgent(ports, described, call);
  const startedAt = call.history.find(({ reason }) => reason === 'agent-preview')?.at ?? call.requestedAt;
  const endedAt = described === undefined ? now.toISOString() : described.disconnectedAt;
  const facts = {
    ...{ connectContactId, startedAt },
    ...(agentUsername !== undefined && { agentUsername }),
    ...(described?.agentConnectedAt !== undefined && { acceptedAt: described.agentConnectedAt }),
    ...(endedAt !== undefined && { endedAt }),
  };
  const result = await ports.calls.change(call, undefined, (stored) => withPreview(stored, facts), call);
  const { call: current = call } = result ?? {};
  const isStale = now.getTime() - Date.parse(startedAt) > REQUEST_PATIENCE;
  if (endedAt !== undefined || isStale) await endPreview(ports, current, current.preview ?? preview, deliveryId);
  else if (preview.dialledAt !== undefined) await followDialled(ports, current, preview, deliveryId);
}

async function describeLegs(ports: WatchPorts, call: StoredCall, now: Date): Promise<readonly LegFacts[]> {
  const isStale = now.getTime() - Date.parse(call.dialingAt ?? call.requestedAt) > WATCH_PATIENCE;
  if (isStale) {
    ports.metrics.count('StuckCalls', {});
    ports.log.error('call-stuck', new Error(`the call is ${call.state} for a day`), { callId: call.callId });
  }
  return Promise.all(legsToLookAt(call).map((id) => describeLeg(ports, call, id, isStale ? now : undefined)));
}

/** Of a call that has just been: those that an agent was in, and of which no recording is known yet. Perhaps there is none. */
function legsToHear({ awaitsRecordings }: WatchPorts, call: StoredCall, now: Date): readonly string[] {
  const { legs = {}, completedAt, erasedAt } = call;
  const isTooOld = completedAt === undefined || now.getTime() - Date.parse(completedAt) > RECORDING_PATIENCE;
  if (awaitsRecordings !== true || isTooOld || erasedAt !== undefined) return [];
  return Object.entries(legs).flatMap(([id, { withAgentAt, recordings }]) =>
    withAgentAt === undefined || recordings !== undefined ? [] : [id],
  );
}

/** Those whose end is not known, and those that are known by name only. */
function legsToLookAt({ legs = {}, connectContactId }: StoredCall): readonly string[] {
  const open = Object.entries(legs).filter(
    ([id, leg]) => leg.startedAt === undefined || (leg.completedAt === undefined && !isMovedOn(legs, id)),
  );
  const first = connectContactId === undefined || connectContactId in legs ? [] : [connectContactId];
  return [...first, ...open.map(([id]) => id)];
}
