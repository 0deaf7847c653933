import type { LegRecording, LegRecordings } from '../core/call-legs.ts';
import { fieldsOf, text, timeOf } from './connect-fields.ts';
import { present } from './dynamodb-table.ts';

/**
 * The recordings in an event, a record or a description: `RecordingInfo` of the API reference. "There is no guarantee that
 * contact ids and file names always match" (Administrator Guide, "set up recording"), so nothing is read out of a key.
 * @param place what the locations of those that agents may hear begin with; of others nothing is kept
 */
export function recordingsFrom(list: unknown, place: string | undefined): LegRecordings | undefined {
  if (!Array.isArray(list) || place === undefined) return undefined;
  const kept = list.map(fieldsOf).flatMap((recording) => {
    const location = text(recording.location);
    const isSound = (text(recording.mediastreamtype) ?? 'AUDIO') === 'AUDIO';
    return isSound && location?.startsWith(place) ? [[location, recordingFrom(recording)] as const] : [];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

const recordingFrom = (recording: Readonly<Record<string, unknown>>): LegRecording =>
  present({
    startedAt: timeOf(recording.starttimestamp),
    stoppedAt: timeOf(recording.stoptimestamp),
    deleted: recording.status === 'DELETED' ? (text(recording.deletionreason) ?? 'DELETED') : undefined,
  });
