import { ApiError } from './api-error.ts';

export const isStatus = (error: unknown, ...statuses: readonly number[]): boolean =>
  error instanceof ApiError && statuses.includes(error.status);

export const isConflict = (error: unknown): boolean => isStatus(error, 412);

/** Worth trying again by itself: nothing was wrong with what we asked. */
export const isPassing = (error: unknown): boolean =>
  error instanceof ApiError && (error.kind !== 'problem' || error.status >= 500 || error.status === 429);
