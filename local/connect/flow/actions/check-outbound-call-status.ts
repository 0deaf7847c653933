import { type ActionDefinition, failed, NO_MATCHING_ERROR } from '../action.ts';

/** Answering machine detection's word for it (SDK, AnsweringMachineDetectionStatus), and the flow's. */
const RESULTS: Readonly<Record<string, string>> = {
  HUMAN_ANSWERED: 'CallAnswered',
  VOICEMAIL_BEEP: 'VoicemailBeep',
  VOICEMAIL_NO_BEEP: 'VoicemailNoBeep',
  AMD_UNRESOLVED: 'NotDetected',
  AMD_UNRESOLVED_SILENCE: 'NotDetected',
};
const OPERANDS = new Set(Object.values(RESULTS));

/** Without detection, which only campaign calls have, nothing is known and the error branch follows. */
export const checkOutboundCallStatus: ActionDefinition = {
  type: 'CheckOutboundCallStatus',
  parameters: {},
  errors: NO_MATCHING_ERROR,
  conditions: (conditions) =>
    conditions.every(({ Condition }) => Condition.Operator === 'Equals' && OPERANDS.has(Condition.Operands[0] ?? ''))
      ? undefined
      : `only Equals one of ${[...OPERANDS].join(', ')} is allowed`,
  run: ({ contact }) => {
    const status = contact.answeringMachineDetectionStatus ?? '';
    const value = RESULTS[status];
    if (value === undefined) return failed(status === '' ? 'nothing was detected for this call' : status);
    return { next: 'condition', value, otherwise: 'NoMatchingError', detail: status };
  },
};
