import { later } from '../messages-later.ts';
import type { Trouble } from '../state/desktop-state.ts';
import { ApiError } from './api-error.ts';

/** What went wrong, in words, with what to do about it. */
export function troubleFrom(error: unknown): Trouble {
  const { trouble } = later;
  if (!(error instanceof ApiError)) return { what: trouble.unexpected, advice: trouble.unexpectedAdvice };
  if (error.kind === 'unreachable') return { what: trouble.unreachable, advice: trouble.unreachableAdvice };
  if (error.kind === 'signed-out' || error.status === 401)
    return { what: trouble.signedOut, advice: trouble.signedOutAdvice };
  if (error.status === 403) return { what: trouble.notAllowed, advice: trouble.notAllowedAdvice };
  const { problem } = error;
  if (!problem) return { what: trouble.unexpected, advice: trouble.unexpectedAdvice };
  const fields = problem.errors?.map(({ field, detail }) => `${field}: ${detail}`).join('; ');
  const advice = fields ?? problem.detail ?? (error.status >= 500 ? trouble.unexpectedAdvice : undefined);
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
