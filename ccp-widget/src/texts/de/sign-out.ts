/** Texts of signing out, in German. */

export const action = 'Abmelden';
export const ask = 'Ein Gespräch verliert seinen Ton. Was nicht gesendet ist, wartet hier auf Sie.';
