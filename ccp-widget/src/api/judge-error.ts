import { ApiError } from './api-error.ts';

export const isConflict = (error: unknown): boolean => error instanceof ApiError && error.status === 412;

/** Worth trying again by itself: nothing was wrong with what we asked. */
export const isPassing = (error: unknown): boolean =>
  error instanceof ApiError && (error.kind !== 'problem' || error.status >= 500 || error.status === 429);
