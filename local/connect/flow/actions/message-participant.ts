import {
  type ActionDefinition,
  done,
  ENTRY_FLOWS,
  failed,
  OPTIONAL_NO_MATCHING_ERROR,
  WHISPER_FLOWS,
} from '../action.ts';
import { checkPrompt, PROMPT_PARAMETERS, promptOf } from '../prompt.ts';
import { say } from '../say.ts';

export const messageParticipant: ActionDefinition = {
  type: 'MessageParticipant',
  partial: 'Media is shown as a recorded message, its file is not fetched',
  flowTypes: [...ENTRY_FLOWS, ...WHISPER_FLOWS, 'CUSTOMER_QUEUE'],
  parameters: PROMPT_PARAMETERS,
  check: (parameters) => checkPrompt(parameters, true),
  errors: OPTIONAL_NO_MATCHING_ERROR,
  run: async (run, parameters) => {
    const prompt = promptOf(run, parameters);
    if (prompt === undefined) return failed('there is no such prompt');
    if (run.side === 'customer' && run.contact.channel === 'TASK') return failed('a task hears nothing');
    await say(run, prompt);
    return done(prompt.text);
  },
};
