import { fields } from '#texts/labels.ts';
import * as texts from '#texts/trouble.ts';
import type { FieldError } from '../../../functions/core/contracts/problem.ts';
import type { Trouble } from '../state/desktop-state.ts';
import { ApiError } from './api-error.ts';
import { isPassing } from './judge-error.ts';

/**
 * What went wrong, in words, with what to do about it. The API's own words are English, and for developers: its codes and the
 * names of fields are said in the agent's language.
 * @param before what is on the screen: it stays, with its reference, while it is the same trouble
 */
export function troubleFrom(error: unknown, before?: Trouble): Trouble {
  const trouble = { ...wordsFor(error), isPassing: isPassing(error) };
  return before?.what === trouble.what ? before : trouble;
}

function wordsFor(error: unknown): Trouble {
  if (!(error instanceof ApiError)) return texts.unexpected;
  const { kind, status, problem } = error;
  if (kind === 'unreachable') return texts.unreachable;
  if (kind === 'signed-out' || status === 401) return texts.signedOut;
  if (status === 403) return texts.notAllowed;
  const { errors = [], correlationId } = problem ?? {};
  const what = texts.statuses[status];
  return {
    ...(what ? { what } : texts.unexpected),
    ...(errors.length > 0 && { advice: [...new Set(errors.map(fieldTrouble))].filter(Boolean).join('; ') }),
    reference: correlationId && texts.reference(correlationId),
  };
}

/** Of `phones[0].number` it is the phones. A field that the desktop has no word for is one that no agent has filled in. */
const fieldTrouble = ({ field, detail }: FieldError): string => {
  const name = fields[field.replace(/\W.*/, '')];
  return texts.isApiLanguage ? `${name ?? field}: ${detail}` : (name ?? '');
};

/** In one text, where there is no room for more. */
export function wordsOf(error: unknown): string {
  const { what, advice } = troubleFrom(error);
  return advice ? `${what}. ${advice}` : what;
}
