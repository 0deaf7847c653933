/** Texts of several tabs, in English. */

export const elsewhere = 'The softphone is in another tab of this browser.';
export const elsewhereTalking = 'The softphone is in another tab of this browser, with a call. Its sound stays there.';
export const useHere = 'Use it here';
export const controlHere = 'Control it here';
export const remote = 'The sound of the call is in another tab: keep it open. After the call the softphone moves here.';
export const leaving =
  'Another tab has asked for the softphone. After the call it moves there; the sound stays here until then.';
export const soundLost = 'The tab with the softphone is gone, and the sound with it. Hang up and call again.';
