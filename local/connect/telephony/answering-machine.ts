/**
 * Answering machine detection, as it would judge the simulated telephones: a person, or a machine whose beep is waited for
 * (`AwaitAnswerMachinePrompt`) or not. Words from the SDK's AnsweringMachineDetectionStatus; which one the service gives
 * for a machine that is not waited for is a guess.
 */
import type { Contact, MachineDetection } from '../contacts/contact.ts';
import type { Engine } from '../engine.ts';
import type { LineListener } from './phones.ts';

const FAILED = {
  busy: 'SIT_TONE_BUSY',
  declined: 'SIT_TONE_BUSY',
  'no-answer': 'AMD_UNANSWERED',
  timeout: 'AMD_UNANSWERED',
} as const;

/** Puts the detection between the network and the contact: the flow begins when it is known who has answered. */
export const detectMachine = (
  engine: Engine,
  contact: Contact,
  { awaitPrompt }: MachineDetection,
  listener: LineListener,
): LineListener => ({
  ...listener,
  onAnswered: () => {
    const { behavior } = engine.phones.phone(contact.customerPhone ?? '');
    if (behavior !== 'voicemail') {
      contact.answeringMachineDetectionStatus = 'HUMAN_ANSWERED';
      listener.onAnswered();
    } else if (awaitPrompt) {
      contact.answeringMachineDetectionStatus = 'VOICEMAIL_BEEP';
      engine.scheduler.after(engine.tuning.promptMs, () => {
        if (contact.disconnectedAt === undefined) listener.onAnswered();
      });
    } else {
      contact.answeringMachineDetectionStatus = 'VOICEMAIL_NO_BEEP';
      listener.onAnswered();
    }
  },
  onFailed: (why) => {
    contact.answeringMachineDetectionStatus = FAILED[why];
    listener.onFailed(why);
  },
});
