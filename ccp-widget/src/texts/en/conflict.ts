/** Texts of a change that met another, in English. */

export const title = (name: string) => `Somebody else changed ${name} meanwhile`;
export const hint = 'Choose what shall stay.';
export const field = 'Field';
export const change = {
  mine: 'Yours',
  theirs: 'Theirs',
  keepMine: 'Save mine',
  keepTheirs: 'Keep theirs',
};
export const removal = { mine: 'Before', theirs: 'Now', keepMine: 'Remove anyway', keepTheirs: 'Keep' };
