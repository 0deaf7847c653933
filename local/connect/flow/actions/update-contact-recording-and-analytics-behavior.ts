import { setRecordingBehavior } from '../../recordings/recording-behavior.ts';
import { type ActionDefinition, done, VOICE_FLOWS } from '../action.ts';
import { isRecord } from '../language.ts';
import { optional, record } from '../parameter-rules.ts';

export const updateContactRecordingAndAnalyticsBehavior: ActionDefinition = {
  type: 'UpdateContactRecordingAndAnalyticsBehavior',
  partial: 'a recording has tones in place of voices; no analysis, no screen recording',
  flowTypes: [...VOICE_FLOWS, 'OUTBOUND_WHISPER'],
  parameters: {
    VoiceBehavior: optional(record),
    ChatBehavior: optional(record),
    ScreenRecordingBehavior: optional(record),
  },
  check: ({ VoiceBehavior, ChatBehavior }) =>
    (VoiceBehavior === undefined) === (ChatBehavior === undefined)
      ? 'needs exactly one of VoiceBehavior and ChatBehavior'
      : undefined,
  errors: ({ Parameters }) => ({
    required: [
      'NoMatchingError',
      'ChannelMismatch',
      ...(Parameters.ChatBehavior === undefined ? [] : ['InFlightRedactionConfigurationFailed']),
    ],
  }),
  run: (run, parameters) => {
    if (!isRecord(parameters.VoiceBehavior)) {
      return { next: 'error', errorType: 'ChannelMismatch', detail: 'the contact is a voice contact' };
    }
    const { VoiceRecordingBehavior: behavior } = parameters.VoiceBehavior;
    setRecordingBehavior(run.contact, isRecord(behavior) ? behavior : {});
    return done();
  },
};
