import type { CallLegs } from '../call-legs.ts';
import type { CallRecording } from '../contracts/call.ts';
import { digestId } from '../ids.ts';

/** A recording, and where it lies: that stays with us. */
export interface KeptRecording extends CallRecording {
  /** `bucket/key` */
  readonly location: string;
}

/** Its id follows from where it lies: the same however many more become known, and telling nothing of the place. */
export function recordingsOf(legs: CallLegs = {}): readonly KeptRecording[] {
  return Object.values(legs)
    .flatMap(({ recordings = {} }) => Object.entries(recordings))
    .map(([location, { startedAt, stoppedAt, deleted }]) => ({
      ...{ recordingId: digestId(location), location },
      ...(startedAt !== undefined && { startedAt }),
      ...(stoppedAt !== undefined && { stoppedAt }),
      ...(deleted !== undefined && { isDeleted: true as const }),
    }))
    .sort((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1));
}

const orderOf = ({ startedAt = '', location }: KeptRecording): string => `${startedAt} ${location}`;
