import { setRecordingBehavior } from '../../recordings/recording-behavior.ts';
import { type ActionDefinition, done, NO_ERRORS, VOICE_FLOWS } from '../action.ts';
import { isRecord } from '../language.ts';
import { optional, record, required } from '../parameter-rules.ts';

/** The service rejects any error branch here, though its page lists one. */
export const updateContactRecordingBehavior: ActionDefinition = {
  type: 'UpdateContactRecordingBehavior',
  partial: 'a recording has tones in place of voices; no analysis, no screen recording',
  flowTypes: [...VOICE_FLOWS, 'OUTBOUND_WHISPER'],
  parameters: { RecordingBehavior: required(record), AnalyticsBehavior: optional(record) },
  errors: NO_ERRORS,
  run: (run, parameters) => {
    const behavior = isRecord(parameters.RecordingBehavior) ? parameters.RecordingBehavior : {};
    setRecordingBehavior(run.contact, behavior);
    return done();
  },
};
