/**
 * A contact event becomes part of a call's record. Events are best effort: late, doubled, out of order, and some never
 * come. Every event also tells the times of what happened before it, so that one event mends the loss of others; the record
 * is a merge (call-state.ts), so that their order does not matter.
 */
import { isMovedOn } from '../call-legs.ts';
import { isFinal } from '../call-state.ts';
import { callFromAttributes, isInbound } from '../model/call-from-attributes.ts';
import { callAfterErasures } from '../model/forget-person.ts';
import { unlessUnknown } from '../model/unknown-contact.ts';
import type { CallStore, StoredCall } from '../ports/call-store.ts';
import type { ConnectCalls, ConnectContactFacts, ContactEvent } from '../ports/connect.ts';
import type { CallQueue } from '../ports/queues.ts';
import { applyPreviewEvent, type PreviewEventPorts } from './apply-preview-event.ts';
import { stopTask } from './end-preview.ts';
import { nameAgent } from './name-agent.ts';
import { type CallToRecord, recordLegFacts, withFacts } from './record-leg-facts.ts';
import { watch } from './watch-call.ts';

export interface ApplyEventPorts extends PreviewEventPorts {
  readonly calls: Pick<CallStore, 'get' | 'findByConnectContact' | 'change'>;
  readonly connect: PreviewEventPorts['connect'] & Pick<ConnectCalls, 'updateAttributes'>;
  readonly dialQueue: CallQueue;
}

/** `ignored`: not a call of ours (yet), or somebody who only listens to one. */
export type AppliedEvent = { outcome: 'applied' | 'repeated'; callId: string } | { outcome: 'ignored' };

/** `deliveryId` is the same when the event is delivered again. */
export async function applyContactEvent(
  ports: ApplyEventPorts,
  event: ContactEvent,
  deliveryId: string,
): Promise<AppliedEvent> {
  if (event.channel === TASK) return applyPreviewEvent(ports, event, deliveryId);
  const found = event.initiationMethod === LISTENER ? undefined : await findCall(ports, event);
  if (found === undefined) return { outcome: 'ignored' };
  const { known, initial, first } = found;
  ports.log.note({ callId: initial.callId });
  const now = ports.clock.now();
  const [facts, takenBy] = await Promise.all([
    completeFacts(ports, event, known),
    nameAgent(ports, event, known),
    known === undefined && initial.direction === 'inbound' ? watchInbound(ports, initial) : undefined,
    known !== undefined && goesOnBy(event, known) ? watch(ports, known, now, now) : undefined,
  ]);
  const all = [...(first === undefined ? [] : [first]), { ...facts, takenBy }];
  const result = await recordLegFacts(ports, found, all, deliveryId);
  if (result === undefined) return { outcome: 'ignored' };
  await stopTask(ports, result);
  return { outcome: result.changed ? 'applied' : 'repeated', callId: result.call.callId };
}

/**
 * A call that was taken for over goes on after all: it was dialled although its record says that it was not, or has another leg.
 * Nobody watches it any more.
 */
const goesOnBy = (event: ContactEvent, known: StoredCall): boolean =>
  isFinal(known.state) && !isFinal(withFacts(known, event).state);

/** An outbound call has its request's safety net. Sent before the record is written: a look at nothing does no harm. */
const watchInbound = (ports: ApplyEventPorts, call: StoredCall): Promise<void> =>
  watch(ports, call, new Date(call.requestedAt), ports.clock.now());

/** `first` is what Connect knows of the first leg of a call that has no record yet. */
interface FoundCall extends CallToRecord {
  readonly first?: ConnectContactFacts;
}

/**
 * A transferred call goes on under another id; `initialConnectContactId` still leads to its record. A later leg's event that
 * is the first of all to arrive says neither when nor from which side the call began: Connect is asked.
 */
async function findCall(ports: ApplyEventPorts, event: ContactEvent): Promise<FoundCall | undefined> {
  const { connectContactId, initialConnectContactId: initialId = connectContactId } = event;
  const known = await ports.calls.findByConnectContact(initialId);
  if (known !== undefined) return { known, initial: known };
  const isFirstLeg = initialId === connectContactId;
  const [own, first] = await Promise.all([
    unlessUnknown(ports.connect.attributes(initialId)),
    isFirstLeg ? undefined : unlessUnknown(ports.connect.describe(initialId)),
  ]);
  const attributes = await bindAttributes(ports, first ?? event, own ?? {});
  const initial = callFromAttributes(first ?? event, initialId, attributes);
  if (initial === undefined) return undefined;
  const [stored, erased] = await Promise.all([
    ports.calls.get(initial),
    ports.erasures.of(initial, initial.contactId === undefined ? [] : [initial.contactId]),
  ]);
  const record = callAfterErasures(initial, stored !== undefined, erased);
  return record && { known: stored, initial: record, ...(first !== undefined && { first }) };
}

/**
 * A call that an agent dialled from a task gets the task's attributes. That Connect copies them itself is documented for the
 * API's RelatedContactId only, not for the softphone's own dialling. They are for flows and displays: without them the call
 * is known all the same.
 */
async function bindAttributes(
  { connect, log }: ApplyEventPorts,
  { connectContactId, relatedConnectContactId }: ConnectContactFacts,
  own: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  if (relatedConnectContactId === undefined || own.callId) return own;
  const related = await unlessUnknown(connect.attributes(relatedConnectContactId));
  if (!related?.callId) return own;
  try {
    await connect.updateAttributes(connectContactId, related);
  } catch (error) {
    log.error('attributes-not-bound', error, { callId: related.callId, connectContactId });
  }
  return { ...own, ...related };
}

/** Only Connect's description says why a leg ended, and it knows the times of events that were lost. */
async function completeFacts(
  ports: ApplyEventPorts,
  event: ContactEvent,
  known: StoredCall | undefined,
): Promise<ContactEvent> {
  const { connectContactId: id } = event;
  const ends = event.disconnectedAt !== undefined && known?.legs?.[id]?.endedAt === undefined;
  const needsReason = ends && event.disconnectReason === undefined && !isMovedOn(known?.legs ?? {}, id);
  const needsPhone = isInbound(event) && known?.phone === undefined && event.customerPhone === undefined;
  if (!needsReason && !needsPhone) return event;
  return { ...(await unlessUnknown(ports.connect.describe(id))), ...event };
}

const TASK = 'TASK';
/** InitiationMethod of a supervisor who listens in. */
const LISTENER = 'MONITOR';
