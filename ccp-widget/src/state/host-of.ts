import type { CallAccepted } from '../../../functions/core/contracts/call.ts';
import type { PlannedCall } from './desktop-state.ts';
import { furnishing } from './furnishing.ts';

/** The page around the desktop may want to keep its own record of a call that is asked for here. */
export interface CallRecorder {
  /** Before the API is asked. Resolves with the id of the record, if one was made. Never rejects. */
  begin(planned: PlannedCall, id: string): Promise<string | undefined>;
  /** What the API said; nothing when it could not be asked. */
  settled(id: string, accepted: CallAccepted | undefined): void;
}

/** There is none when the desktop is a page of its own. */
export const { attach: attachRecorder, find: recorderOf } = furnishing<CallRecorder>();
