/** Texts of calls that wait for their time, in English. */

export const callAt = 'Call at';
export const yours = (zone: string) => `Your time (${zone}).`;
export const theirs = (moment: string, zone: string) => `For them: ${moment} (${zone}).`;
export const move = 'Reschedule';
export const moveTitle = (who: string) => `Reschedule the call to ${who}`;
export const moved = (who: string, date: string) => `The call to ${who} is at ${date} now`;
export const cancel = 'Cancel';
export const cancelTitle = (who: string) => `Cancel the call to ${who}`;
export const cancelled = (who: string) => `The call to ${who} is cancelled`;
