import { isWaiting } from '../call-state.ts';
import type { DiscardInput } from '../contracts/agent-requests.ts';
import type { CallDiscard, CallView } from '../contracts/call.ts';
import { CtiError } from '../errors.ts';
import { presentCall } from '../model/present-call.ts';
import type { CallStore, StoredCall } from '../ports/call-store.ts';
import { type EndPreviewPorts, followDialled, stopTask } from './end-preview.ts';
import { settleCall } from './settle-call.ts';

export interface DiscardPorts extends EndPreviewPorts {
  readonly calls: Pick<CallStore, 'find' | 'change'>;
}

/**
 * The agent has looked and does not call: the call ends as `failed`, reason `preview-discarded`, with the agent's own reason,
 * its source is told, and the task ends. Discarding again answers the same and does again what may not have been done.
 *
 * @throws CtiError `not-found`; `not-ready` for a call that nobody previews, that has been dialled or that is over
 */
export const discardPreview =
  (ports: DiscardPorts) =>
  async (callId: string, { reason, note }: DiscardInput, by: string): Promise<CallView> => {
    const known = await ports.calls.find(callId);
    if (known === undefined) throw new CtiError('not-found', 'There is no such call.');
    const { preview, requestId } = known;
    if (preview === undefined || requestId === undefined) throw notReady(known);
    // Asked to dial, and perhaps it rings: only Connect knows.
    if (
      isWaiting(known.state) &&
      preview.dialledAt !== undefined &&
      (await followDialled(ports, known, preview, `discard ${callId}`))
    ) {
      throw new CtiError('not-ready', 'The call has been dialled.');
    }
    const at = ports.clock.now().toISOString();
    const discarded: CallDiscard = { reason, ...(note !== undefined && { note }), at, by };
    const result = await ports.calls.change(
      known,
      undefined,
      (call) => (isWaiting(call.state) ? { ...call, discarded } : call),
      known,
    );
    if (result?.call.discarded === undefined) throw notReady(result?.call ?? known);
    const request = await ports.requests.get(known.sourceId, requestId);
    if (request === undefined) throw new CtiError('not-found', 'There is no such call.');
    await settleCall(ports)(request, { state: 'failed', reason: 'preview-discarded', at: result.call.discarded.at });
    const settled = await ports.calls.change(known, undefined, (call) => call);
    await stopTask(ports, settled);
    return presentCall(settled?.call ?? result.call);
  };

const notReady = ({ state }: StoredCall) =>
  new CtiError('not-ready', `There is nothing to discard: nobody previews this call (${state}).`);
