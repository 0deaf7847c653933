import { later } from '../messages-later.ts';
import type { Trouble } from '../state/desktop-state.ts';
import { ApiError } from './api-error.ts';

/** What went wrong, in words, with what to do about it. */
export function troubleFrom(error: unknown): Trouble {
  const { trouble } = later;
  if (!(error instanceof ApiError)) return trouble.unexpected;
  if (error.kind === 'unreachable') return trouble.unreachable;
  if (error.kind === 'signed-out' || error.status === 401) return trouble.signedOut;
  if (error.status === 403) return trouble.notAllowed;
  const { problem } = error;
  if (!problem) return trouble.unexpected;
  const fields = problem.errors?.map(({ field, detail }) => `${field}: ${detail}`).join('; ');
  const advice = fields ?? problem.detail ?? (error.status >= 500 ? trouble.unexpected.advice : undefined);
  return {
    what: trouble.codes[problem.code] ?? problem.title,
    advice,
    reference: problem.correlationId && trouble.reference(problem.correlationId),
  };
}

/** In one text, where there is no room for more. */
export function wordsOf(error: unknown): string {
  const { what, advice } = troubleFrom(error);
  return advice ? `${what}. ${advice}` : what;
}
