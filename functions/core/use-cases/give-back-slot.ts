import type { DialMode } from '../contracts/call-request.ts';
import type { DialSlots, Log, StoredCall } from '../ports.ts';

/** Calls wait in one line, tasks of agents in another: each has its own quota. */
export const slotsFor = <Slots>(
  lines: { readonly slots: Slots; readonly previewSlots: Slots },
  mode: DialMode | undefined,
): Slots => (mode === 'agent-first' ? lines.previewSlots : lines.slots);

export interface GiveBackPorts {
  readonly slots: Pick<DialSlots, 'giveBack'>;
  readonly previewSlots: Pick<DialSlots, 'giveBack'>;
  readonly log: Pick<Log, 'error'>;
}

/** A slot that nobody uses costs everybody behind it half a second, unless somebody else gets it. It is not worth a failure. */
export async function giveBackSlot(
  ports: GiveBackPorts,
  { mode }: Pick<StoredCall, 'mode'>,
  slot: string | undefined,
): Promise<void> {
  if (slot === undefined) return;
  try {
    await slotsFor(ports, mode).giveBack(new Date(slot));
  } catch (error) {
    ports.log.error('slot-not-given-back', error);
  }
}
