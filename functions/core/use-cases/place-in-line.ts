import type { CallView } from '../contracts/call.ts';
import { presentCall } from '../model/present-call.ts';
import type { StoredCall } from '../ports/call-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { LineView } from '../ports/dial-line.ts';

export interface PlacePorts {
  readonly line: LineView;
  readonly previewLine: LineView;
  readonly clock: Clock;
}

/** The call as it is shown; one that waits for a slot with its place in line, which is read anew each time. */
export const placeInLine =
  ({ line, previewLine, clock }: PlacePorts) =>
  async (call: StoredCall): Promise<CallView> => {
    const view = presentCall(call);
    if (call.state !== 'queued' || call.reason !== 'pacing' || call.place === undefined) return view;
    const { position, expectedAt } = await (call.mode === 'agent-first' ? previewLine : line).look(
      call.place,
      clock.now(),
    );
    return { ...view, line: { position, expectedAt: expectedAt.toISOString() } };
  };
