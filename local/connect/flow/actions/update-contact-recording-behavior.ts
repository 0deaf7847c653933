import { type ActionDefinition, done, NO_ERRORS, VOICE_FLOWS } from '../action.ts';
import { isRecord } from '../language.ts';
import { optional, record, required } from '../parameter-rules.ts';

/** The service rejects any error branch here, though its page lists one. */
export const updateContactRecordingBehavior: ActionDefinition = {
  type: 'UpdateContactRecordingBehavior',
  partial: 'a recorded call has a recording of its length with a tone of each side; no IVR or screen recording',
  flowTypes: [...VOICE_FLOWS, 'OUTBOUND_WHISPER'],
  parameters: { RecordingBehavior: required(record), AnalyticsBehavior: optional(record) },
  errors: NO_ERRORS,
  run: (run, parameters) => {
    const behavior = isRecord(parameters.RecordingBehavior) ? parameters.RecordingBehavior : {};
    run.contact.recording = Array.isArray(behavior.RecordedParticipants) && behavior.RecordedParticipants.length > 0;
    return done();
  },
};
