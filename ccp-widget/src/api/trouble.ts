import * as texts from '#texts/trouble.ts';
import type { Trouble } from '../state/desktop-state.ts';
import { ApiError } from './api-error.ts';

/** What went wrong, in words, with what to do about it. */
export function troubleFrom(error: unknown): Trouble {
  if (!(error instanceof ApiError)) return texts.unexpected;
  if (error.kind === 'unreachable') return texts.unreachable;
  if (error.kind === 'signed-out' || error.status === 401) return texts.signedOut;
  if (error.status === 403) return texts.notAllowed;
  const { problem } = error;
  if (!problem) return texts.unexpected;
  const fields = problem.errors?.map(({ field, detail }) => `${field}: ${detail}`).join('; ');
  const advice = fields ?? problem.detail ?? (error.status >= 500 ? texts.unexpected.advice : undefined);
  return {
    what: texts.codes[problem.code] ?? problem.title,
    advice,
    reference: problem.correlationId && texts.reference(problem.correlationId),
  };
}

/** In one text, where there is no room for more. */
export function wordsOf(error: unknown): string {
  const { what, advice } = troubleFrom(error);
  return advice ? `${what}. ${advice}` : what;
}
