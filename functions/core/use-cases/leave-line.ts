import type { DialMode } from '../contracts/call-request.ts';
import type { StoredCall } from '../ports/call-store.ts';
import type { DialSlots } from '../ports/dial-line.ts';
import type { Log } from '../ports/log.ts';

/** Calls wait in one line, tasks of agents in another: each has its own quota. */
export const slotsFor = <Slots>(
  lines: { readonly slots: Slots; readonly previewSlots: Slots },
  mode: DialMode | undefined,
): Slots => (mode === 'agent-first' ? lines.previewSlots : lines.slots);

export interface LinePorts {
  readonly slots: Pick<DialSlots, 'leave'>;
  readonly previewSlots: Pick<DialSlots, 'leave'>;
  readonly log: Pick<Log, 'error'>;
}

/**
 * Who waits behind a call that is not made moves up at once. Not worth a failure: a call that is still in line when its turn
 * comes passes its slot on.
 * @param call as it was when it waited
 */
export async function leaveLine(ports: LinePorts, { state, mode, place }: StoredCall): Promise<void> {
  if (state !== 'queued' || place === undefined) return;
  try {
    await slotsFor(ports, mode).leave(place);
  } catch (error) {
    ports.log.error('line-not-left', error);
  }
}
