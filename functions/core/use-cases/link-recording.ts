import type { RecordingLink } from '../contracts/call.ts';
import { CtiError } from '../errors.ts';
import { recordingsOf } from '../model/recordings-of.ts';
import { RECORDING_LINK_SECONDS, RECORDING_PATIENCE, SECOND } from '../policy.ts';
import type { CallStore, StoredCall } from '../ports/call-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Recordings } from '../ports/recordings.ts';

export interface LinkRecordingPorts {
  readonly calls: Pick<CallStore, 'find'>;
  readonly recordings: Recordings;
  readonly clock: Clock;
  readonly log: Pick<Log, 'info'>;
}

/**
 * A link to one of a call's recordings, in two round trips: the call, and the recording's first byte.
 * @throws CtiError `not-found`; `not-ready` as long as Connect may still be at work on it; `gone`
 */
export async function linkRecording(
  { calls, recordings, clock, log }: LinkRecordingPorts,
  callId: string,
  recordingId: string,
): Promise<{ call: StoredCall; link: RecordingLink }> {
  const call = await calls.find(callId);
  const recording = recordingsOf(call?.legs).find((one) => one.recordingId === recordingId);
  if (call === undefined || recording === undefined) throw new CtiError('not-found', 'There is no such recording.');
  if (recording.isDeleted) throw new CtiError('gone', 'Amazon Connect has deleted the recording.');
  const now = clock.now().getTime();
  const answer = await recordings.linkFor(recording.location, RECORDING_LINK_SECONDS);
  if (answer.outcome === 'linked') {
    const { url, contentType } = answer;
    const expiresAt = new Date(now + RECORDING_LINK_SECONDS * SECOND).toISOString();
    return { call, link: { url, expiresAt, contentType } };
  }
  const { completedAt = clock.now().toISOString() } = call;
  if (answer.outcome === 'refused') {
    if (now - Date.parse(completedAt) < RECORDING_PATIENCE) {
      throw new CtiError('not-ready', 'Amazon Connect has not stored the recording yet: that takes some minutes.');
    }
    log.info('recording-refused', { callId, status: answer.status });
  }
  throw new CtiError('gone', 'The recording is not in its bucket any more, or the deployment may not read it.');
}
