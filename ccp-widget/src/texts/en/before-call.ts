/** Texts of the look before a call, in English. */

export const title = 'Before the call';
export const announce = (who: string, about: string) => `Look before you call: ${who}${about ? `, ${about}` : ''}`;
export const accept = 'Accept';
export const dial = 'Dial';
export const discard = 'Discard';
export const back = 'Back';
export const never = 'Not called before';
export const why = 'Why no call?';
export const note = 'Note';
export const reasons = {
  'bad-timing': 'Not a good time',
  'wrong-person': 'The wrong person',
  'already-handled': 'Already done',
  other: 'Another reason',
};
export const discarded = (who: string) => `No call with ${who}: discarded`;
export const ended = (who: string) => `The call with ${who} is not wanted any more`;
export const refused = (reason: string, due: string) => `Not now: ${reason}.${due ? ` Allowed from ${due}.` : ''}`;
export const notDialled = (why: string) => `Not dialled: ${why}`;
export const notNow = 'Not dialled: finish the other call first.';
