/** An event of a task: where an agent-first call is until somebody dials. It is never taken for the call itself. */

import { PREVIEWING } from '../call-request.ts';
import { isWaiting } from '../call-state.ts';
import { callFromAttributes } from '../model/call-from-attributes.ts';
import { callAfterErasures } from '../model/forget-person.ts';
import { unlessUnknown } from '../model/unknown-contact.ts';
import { withPreview } from '../model/with-preview.ts';
import type { CallStore, StoredCall } from '../ports/call-store.ts';
import type { ConnectCalls, ContactEvent } from '../ports/connect.ts';
import type { Erasures } from '../ports/erasure.ts';
import type { Log } from '../ports/log.ts';
import type { AppliedEvent } from './apply-contact-event.ts';
import { type EndPreviewPorts, endPreview, stopTask, tellEndAgain } from './end-preview.ts';
import { nameAgent } from './name-agent.ts';
import { recordLegFacts } from './record-leg-facts.ts';

export interface PreviewEventPorts extends EndPreviewPorts {
  readonly calls: Pick<CallStore, 'get' | 'findByConnectContact' | 'change'>;
  readonly connect: Pick<ConnectCalls, 'attributes' | 'describe' | 'associated' | 'stop'>;
  readonly erasures: Pick<Erasures, 'of'>;
  readonly log: Log;
}

/** What says nothing new about a task: it is queued as soon as it has begun. */
const SILENT = new Set(['CONNECTED_TO_SYSTEM', 'QUEUED']);

export async function applyPreviewEvent(
  ports: PreviewEventPorts,
  event: ContactEvent,
  deliveryId: string,
): Promise<AppliedEvent> {
  // A task that agents make about a call carries a copy of the call's attributes; ours are related to nothing.
  if (SILENT.has(event.type) || event.relatedConnectContactId !== undefined) return { outcome: 'ignored' };
  const found = await findPreviewed(ports, event);
  if (found === undefined) return { outcome: 'ignored' };
  const { known, initial } = found;
  ports.log.note({ callId: initial.callId });
  const agentUsername = await nameAgent(ports, event, known);
  const { connectContactId, previousConnectContactId, agentConnectedAt: acceptedAt, disconnectedAt: endedAt } = event;
  const facts = {
    ...{ connectContactId, startedAt: event.initiatedAt ?? initial.requestedAt },
    ...(previousConnectContactId !== undefined && { previousConnectContactId }),
    ...(agentUsername !== undefined && { agentUsername }),
    ...(acceptedAt !== undefined && { acceptedAt }),
    ...(endedAt !== undefined && { endedAt }),
  };
  const result = await ports.calls.change(
    initial,
    known === undefined ? initial : undefined,
    (call) => withPreview(call, facts),
    known,
  );
  if (result === undefined) return { outcome: 'ignored' };
  const { call, changed } = result;
  const { preview, requestId } = call;
  if (isWaiting(call.state) && preview !== undefined) {
    if (preview.endedAt !== undefined) await endPreview(ports, call, preview, deliveryId);
    else if (changed && requestId !== undefined)
      await ports.requests.recordAnswer(call.sourceId, requestId, PREVIEWING);
  } else {
    // What this delivery brought when it came before, in case its writer died before it could tell.
    await recordLegFacts(ports, { known: call, initial: call }, [], deliveryId);
    await tellEndAgain(ports, call);
    await stopTask(ports, result);
  }
  return { outcome: changed ? 'applied' : 'repeated', callId: call.callId };
}

interface Previewed {
  readonly known: StoredCall | undefined;
  readonly initial: StoredCall;
}

async function findPreviewed(ports: PreviewEventPorts, event: ContactEvent): Promise<Previewed | undefined> {
  const { connectContactId, initialConnectContactId: initialId = connectContactId } = event;
  const indexed = await ports.calls.findByConnectContact(initialId);
  if (indexed !== undefined) return { known: indexed, initial: indexed };
  const attributes = await unlessUnknown(ports.connect.attributes(initialId));
  const stub = callFromAttributes(event, initialId, attributes ?? {});
  if (stub === undefined) return undefined;
  const { connectContactId: _task, ...call } = stub;
  const initial: StoredCall = { ...call, mode: 'agent-first' };
  const [stored, erased] = await Promise.all([
    ports.calls.get(initial),
    ports.erasures.of(initial, initial.contactId === undefined ? [] : [initial.contactId]),
  ]);
  const record = callAfterErasures(initial, stored !== undefined, erased);
  return record && { known: stored, initial: record };
}
