/** Texts of the editors of people and documents, in English. */

export const save = 'Save';
export const cancel = 'Cancel';
export const remove = 'Remove';
export const addTitle = 'New person';
export const saving = 'Saving…';
export const needName = 'A person needs a name';
export const badPhone = 'Write the number with country code, such as +14155550101';
export const removed = (name: string) => `${name} removed`;
export const undo = 'Undo';
export const undone = (name: string) => `${name} is back`;
export const saved = (name: string) => `${name} saved`;
export const numbers = 'Phone numbers';
export const numberKind = 'Kind';
export const numberKinds = ['mobile', 'work', 'assistant', 'private'];
export const addNumber = 'Add a number';
export const removeNumber = (number: string) => `Remove ${number}`;
export const keptHere = (fields: string) => `Kept here only: ${fields}`;
export const inCrmOnly = (fields: string) => `Changed in the CRM only: ${fields}`;
export const needTitle = 'A document needs a name';
export const tagsHint = 'Tags, with commas between';
export const tooManyTags = (tags: number, characters: number) =>
  `At most ${tags} tags, each with at most ${characters} characters`;
export const rolesHint = [
  'Decision maker',
  'Economic buyer',
  'Champion',
  'Influencer',
  'Technical evaluator',
  'Legal',
  'User',
];
