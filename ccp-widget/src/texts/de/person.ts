/** Texts of what is known of a person, in German. */
import type * as english from '../en/person.ts';

export const lastCall: typeof english.lastCall = (at, result) => `Letzter Anruf ${at}: ${result}`;
export const reporting = 'Wer an wen berichtet';
export const decides = 'entscheidet';
