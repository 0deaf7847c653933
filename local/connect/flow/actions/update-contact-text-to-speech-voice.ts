import { type ActionDefinition, done, OPTIONAL_NO_MATCHING_ERROR, textOf } from '../action.ts';
import { optional, required, text } from '../parameter-rules.ts';

export const updateContactTextToSpeechVoice: ActionDefinition = {
  type: 'UpdateContactTextToSpeechVoice',
  partial: 'the voice is remembered, nothing is spoken',
  parameters: {
    TextToSpeechVoice: required(text(100)),
    TextToSpeechEngine: optional(text(100)),
    TextToSpeechStyle: optional(text(100)),
    Engine: optional(text(100)),
    Style: optional(text(100)),
  },
  errors: OPTIONAL_NO_MATCHING_ERROR,
  run: (run, parameters) => {
    run.contact.voice = run.value(textOf(parameters, 'TextToSpeechVoice') ?? '');
    return done(run.contact.voice);
  },
};
