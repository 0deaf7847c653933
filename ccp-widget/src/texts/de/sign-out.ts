/** Texts of signing out, in German. */

export const action = 'Abmelden';
export const silence = 'Ein Gespräch verliert seinen Ton.';
export const waits = 'Was nicht gesendet ist, wartet hier auf Sie.';
