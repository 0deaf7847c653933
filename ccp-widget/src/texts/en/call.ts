/** Texts of a call that is going on, in English. */

export const phases = {
  ringing: 'Ringing',
  connected: 'On the line',
  hold: 'On hold',
};
export const line = 'Call';
