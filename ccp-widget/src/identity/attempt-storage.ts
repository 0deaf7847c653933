import type { Attempt } from './authorize.ts';

const KEY = 'sign-in-attempt';

/** What must survive the way to the provider and back: the attempt, and the place the agent was at. No token. */
export interface StoredAttempt extends Attempt {
  readonly returnTo: string;
}

export function storeAttempt(storage: Storage, attempt: StoredAttempt): void {
  storage.setItem(KEY, JSON.stringify(attempt));
}

/** Reads it once: an answer that comes a second time finds nothing. */
export function takeAttempt(storage: Storage): StoredAttempt | undefined {
  const text = storage.getItem(KEY);
  storage.removeItem(KEY);
  if (text === null) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return isStoredAttempt(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isStoredAttempt(value: unknown): value is StoredAttempt {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  return ['state', 'verifier', 'redirectUri', 'returnTo'].every((name) => typeof fields[name] === 'string');
}
