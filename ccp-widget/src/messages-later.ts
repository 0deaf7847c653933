/** The texts of what loads after the first paint, in the agent's language. */
import { language } from './language.ts';

export type LaterMessages = typeof import('./messages-later.en.ts');

const chosen: LaterMessages = await (language === 'de'
  ? import('./messages-later.de.ts')
  : import('./messages-later.en.ts'));

export const { later, callStates, callReasons } = chosen;
