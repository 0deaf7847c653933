/**
 * The texts in the agent's language; only that language is fetched. Whatever shows a text waits here for its arrival, at
 * the first import: from then on a text is a plain value.
 */
import { language } from './language.ts';

export type Messages = typeof import('./messages.en.ts');

const chosen: Messages = await (language === 'de' ? import('./messages.de.ts') : import('./messages.en.ts'));

export const { messages } = chosen;
