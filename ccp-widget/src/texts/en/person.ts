/** Texts of what is known of a person, in English. */

export const lastCall = (at: string, result: string) => `Last call ${at}: ${result}`;
export const reporting = 'Who reports to whom';
export const decides = 'decides';
