const LANGUAGE = 'language';

/** What a tab keeps for its agent goes; in which language it speaks is the computer's own. */
export function forgetAgent(storage: Storage): void {
  for (const key of Object.keys(storage)) if (key !== LANGUAGE) storage.removeItem(key);
}
