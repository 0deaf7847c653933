/** Texts of notes and outcome, in English. */

export const disposition = 'How did it go?';
export const notes = 'Notes';
export const notesHint = 'What was said, what comes next';
export const once = 'Notes, sent to the CRM once';
export const followUp = 'Follow up on';
export const callback = (date: string) => `Callback scheduled for ${date}`;
export const callbackIs = (state: string) => `Callback ${state}`;
export const change = 'Change';
export const cancelCallback = 'Cancel callback';
export const saveAndClose = 'Save and close contact';
export const save = 'Save outcome';
export const saved = (clock: string) => `Saved ${clock}`;
export const saving = 'Saving…';
export const kept = 'Kept here until you choose an outcome';
export const retrying = 'Not saved yet, will try again';
export const refused = (why: string) => `Not saved: ${why}`;
export const chooseFirst = 'Choose how it went first';
export const notRecorded = 'This call has no record yet; notes are kept here.';
export const closeFailed = 'The outcome is saved. Close the contact in the softphone.';
export const closed = (who: string) => `Outcome of the call with ${who} saved`;
