/** `RecordingsInfo` of the contact records data model. */
import type { Contact } from '../contacts/contact.ts';
import type { Instance } from '../instance.ts';
import { isoTime } from '../scheduler.ts';
import { recordingsOf } from './recording.ts';

export const recordingViews = (instance: Instance, contact: Contact) =>
  recordingsOf(instance, contact).map(({ bucket, key, from, to }) => ({
    StorageType: 'S3',
    Location: `${bucket}/${key}`,
    MediaStreamType: 'AUDIO',
    // AGENT, CUSTOMER, ALL …: which one the service writes for a call of both is not documented.
    ParticipantType: null,
    FragmentStartNumber: null,
    FragmentStopNumber: null,
    StartTimestamp: isoTime(from),
    StopTimestamp: isoTime(to),
    Status: 'AVAILABLE',
    DeletionReason: null,
  }));

export type RecordingView = ReturnType<typeof recordingViews>[number];
