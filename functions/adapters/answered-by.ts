const MACHINES = new Set(['VOICEMAIL_BEEP', 'VOICEMAIL_NO_BEEP']);

/** Connect's AnsweringMachineDetectionStatus of a contact. What is no voicemail for certain may be a person. */
export const answeredBy = (status: string | undefined): 'machine' | undefined =>
  status !== undefined && MACHINES.has(status.toUpperCase()) ? 'machine' : undefined;
