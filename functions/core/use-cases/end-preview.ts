/** An agent-first call whose task is over although nobody seems to have dialled, and one that is over before its task. */
import { callKeyOf } from '../call-request.ts';
import { type CallStep, isFinal, isWaiting } from '../call-state.ts';
import type { CallPreview } from '../contracts/call.ts';
import { unlessUnknown } from '../model/unknown-contact.ts';
import { withPreview } from '../model/with-preview.ts';
import type { RequestStore } from '../ports/call-requests.ts';
import type { StoredCall } from '../ports/call-store.ts';
import type { AssociatedContact, ConnectCalls } from '../ports/connect.ts';
import { type DescribePorts, describeLeg } from './describe-leg.ts';
import { type RecordFactsPorts, recordLegFacts } from './record-leg-facts.ts';
import { type SettlePorts, settleCall } from './settle-call.ts';

export interface EndPreviewPorts extends SettlePorts, RecordFactsPorts, DescribePorts {
  readonly requests: Pick<RequestStore, 'get' | 'recordAnswer'>;
  readonly connect: Pick<ConnectCalls, 'associated' | 'describe' | 'stop'>;
}

/** Dialling from the task, the task that goes on elsewhere, or the end of it. */
export async function endPreview(
  ports: EndPreviewPorts,
  call: StoredCall,
  preview: CallPreview,
  deliveryId: string,
): Promise<void> {
  if (!isWaiting(call.state) || call.requestId === undefined) return;
  const associated = await associatedWith(ports, preview);
  if (await followDialled(ports, call, preview, deliveryId, associated)) return;
  const id = preview.connectContactId;
  const next = associated.find(
    ({ channel, previousConnectContactId }) => channel === 'TASK' && previousConnectContactId === id,
  );
  if (next !== undefined) {
    const startedAt = preview.endedAt ?? ports.clock.now().toISOString();
    const moved = { connectContactId: next.connectContactId, previousConnectContactId: id, startedAt };
    await ports.calls.change(call, undefined, (stored) => withPreview(stored, moved), call);
    return;
  }
  const request = await ports.requests.get(call.sourceId, call.requestId);
  if (request === undefined) return;
  await settleCall(ports)(request, endOf(preview, ports.clock.now()));
  await stopTask(ports, await ports.calls.change(callKeyOf(request), undefined, (stored) => stored));
}

/**
 * The events of a call that was dialled from the task may be late or lost: Connect knows it. True when there is one.
 * @param deliveryId the same when this is done again
 */
export async function followDialled(
  ports: EndPreviewPorts,
  call: StoredCall,
  preview: CallPreview,
  deliveryId: string,
  associated?: readonly AssociatedContact[],
): Promise<boolean> {
  const dialled = (associated ?? (await associatedWith(ports, preview))).filter(
    ({ channel, relatedConnectContactId }) =>
      channel === 'VOICE' && relatedConnectContactId === preview.connectContactId,
  );
  if (dialled.length === 0) return false;
  const facts = await Promise.all(dialled.map(({ connectContactId: id }) => describeLeg(ports, call, id)));
  await recordLegFacts(ports, { known: call, initial: call }, facts, deliveryId);
  return true;
}

/** Who ended a call before it was dialled may have died before it told: the answer is recorded last, and says so. */
export async function tellEndAgain(ports: EndPreviewPorts, call: StoredCall): Promise<void> {
  const last = call.history.at(-1);
  if (!isFinal(call.state) || call.state === 'completed' || call.requestId === undefined || last === undefined) return;
  const request = await ports.requests.get(call.sourceId, call.requestId);
  if (request === undefined || request.answer?.status === call.state) return;
  await settleCall(ports)(request, last);
}

/** The task of a call that is over ends with it, so that no agent has to close it and none is offered it any more. */
export async function stopTask(
  { connect }: { readonly connect: Pick<ConnectCalls, 'stop'> },
  result: { readonly call: StoredCall } | undefined,
): Promise<void> {
  if (result === undefined || !isFinal(result.call.state)) return;
  const { preview } = result.call;
  if (preview !== undefined && preview.endedAt === undefined) await connect.stop(preview.connectContactId);
}

const associatedWith = async ({ connect }: EndPreviewPorts, { connectContactId }: CallPreview) =>
  (await unlessUnknown(connect.associated(connectContactId))) ?? [];

/** Whoever had it on the desk has not dialled; a task that nobody ever took has gone out of date. */
function endOf({ acceptedAt, endedAt }: CallPreview, now: Date): CallStep {
  const at = endedAt ?? now.toISOString();
  if (acceptedAt === undefined) return { state: 'expired', reason: 'no-agent', at };
  return endedAt === undefined ? { state: 'expired', at } : { state: 'failed', reason: 'preview-discarded', at };
}
