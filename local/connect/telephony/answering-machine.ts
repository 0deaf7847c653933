/**
 * Answering machine detection, as it would judge the simulated telephones: a person, or a machine whose beep is waited for
 * (`AwaitAnswerMachinePrompt`) or not. Words from the SDK's AnsweringMachineDetectionStatus; which one the service gives
 * for a machine that is not waited for is a guess.
 */
import type { Contact, MachineDetection } from '../contacts/contact.ts';
import type { Engine } from '../engine.ts';
import type { DetectedAs, LineListener } from './phones.ts';

const FAILED = {
  busy: 'SIT_TONE_BUSY',
  declined: 'SIT_TONE_BUSY',
  'no-answer': 'AMD_UNANSWERED',
  timeout: 'AMD_UNANSWERED',
} as const;

const isMachine = (status: DetectedAs): boolean => status === 'VOICEMAIL_BEEP' || status === 'VOICEMAIL_NO_BEEP';

/** Puts the detection between the network and the contact: the flow begins when it is known who has answered. */
export const detectMachine = (
  engine: Engine,
  contact: Contact,
  { awaitPrompt }: MachineDetection,
  listener: LineListener,
): LineListener => ({
  ...listener,
  onAnswered: () => {
    const { behavior, detectedAs } = engine.phones.phone(contact.customerPhone ?? '');
    const machine = awaitPrompt ? 'VOICEMAIL_BEEP' : 'VOICEMAIL_NO_BEEP';
    const status = detectedAs ?? (behavior === 'voicemail' ? machine : 'HUMAN_ANSWERED');
    contact.answeringMachineDetectionStatus = status;
    if (!awaitPrompt || !isMachine(status)) {
      listener.onAnswered();
      return;
    }
    engine.scheduler.after(engine.tuning.promptMs, () => {
      if (contact.disconnectedAt === undefined) listener.onAnswered();
    });
  },
  onFailed: (why) => {
    contact.answeringMachineDetectionStatus = FAILED[why];
    listener.onFailed(why);
  },
});
