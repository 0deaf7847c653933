/** Texts of calls that are over, and callers without a name, in English. */

export const ends = {
  ended: 'Call ended',
  missed: 'Missed',
  cleared: 'Call ended',
};
export const unknown = 'Unknown caller';
export const calls = 'Calls';
