import { type ActionDefinition, failed, OPTIONAL_NO_MATCHING_ERROR } from '../action.ts';
import { isRecord } from '../language.ts';
import { optional, required, wholeNumber } from '../parameter-rules.ts';
import { checkPrompt, promptOf } from '../prompt.ts';
import { say } from '../say.ts';

const messagesOf = (parameters: Readonly<Record<string, unknown>>): readonly Record<string, unknown>[] =>
  Array.isArray(parameters.Messages) ? parameters.Messages.filter(isRecord) : [];

/** Plays its messages over and over; with a frequency it pauses to let the flow decide, else it ends with the flow. */
export const messageParticipantIteratively: ActionDefinition = {
  type: 'MessageParticipantIteratively',
  partial: 'Media is shown as a recorded message, its file is not fetched',
  flowTypes: ['CUSTOMER_QUEUE', 'CUSTOMER_HOLD', 'AGENT_HOLD'],
  parameters: {
    Messages: required((value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((entry) => isRecord(entry) && checkPrompt(entry, true) === undefined)
        ? undefined
        : 'must be a list of prompts',
    ),
    InterruptFrequencySeconds: optional(wholeNumber(20, 604_800)),
  },
  errors: OPTIONAL_NO_MATCHING_ERROR,
  conditions: (conditions) =>
    conditions.every(
      ({ Condition }) => Condition.Operator === 'Equals' && Condition.Operands[0] === 'MessagesInterrupted',
    )
      ? undefined
      : 'only Equals MessagesInterrupted is allowed',
  run: async (run, parameters) => {
    const { scheduler } = run.engine;
    if (run.side === 'customer' && run.contact.channel === 'TASK') return failed('a task hears nothing');
    const prompts = messagesOf(parameters).map((message) => promptOf(run, message));
    const frequency = Number(parameters.InterruptFrequencySeconds ?? Number.POSITIVE_INFINITY);
    const until = scheduler.now() + frequency * 1_000;
    const interrupt = new AbortController();
    const cancel = Number.isFinite(frequency)
      ? scheduler.after(frequency * 1_000, () => interrupt.abort(new Error('interrupted')))
      : () => undefined;
    const playing = { ...run, signal: AbortSignal.any([run.signal, interrupt.signal]) };
    try {
      while (scheduler.now() < until) {
        const before = scheduler.now();
        for (const prompt of prompts) {
          if (prompt === undefined) return failed('there is no such prompt');
          await say(playing, prompt);
        }
        if (scheduler.now() === before) return failed('the messages take no time');
      }
    } catch (error) {
      if (!interrupt.signal.aborted || run.signal.aborted) throw error;
    } finally {
      cancel();
    }
    return { next: 'condition', value: 'MessagesInterrupted' };
  },
};
