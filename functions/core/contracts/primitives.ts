/** The smallest validated values, shared by every schema. */
import * as v from 'valibot';

/** An id given by a CRM: unique only within its source, so keys and paths always carry the source too. */
export const idSchema = v.pipe(v.string(), v.nonEmpty('must not be empty'), v.maxLength(128), v.regex(/^[^\p{Cc}]+$/u));

export const usernameSchema = v.pipe(v.string(), v.nonEmpty('must not be empty'), v.maxLength(100));

/** E.164, as StartOutboundVoiceContact takes it (API reference: `\+[1-9]\d{1,14}$`). */
export const phoneSchema = v.pipe(
  v.string(),
  v.regex(/^\+[1-9]\d{1,14}$/, 'must be an E.164 number such as +14155550101'),
);

export const dateTimeSchema = v.pipe(
  v.string(),
  v.isoTimestamp('must be an ISO 8601 time such as 2026-11-23T10:00:00Z'),
);

/** Free text: any script, any symbol; it is shown as text and never interpreted. */
export const textSchema = (maxLength: number) =>
  v.pipe(
    v.string(),
    v.nonEmpty('must not be empty'),
    v.maxLength(maxLength, `must have at most ${maxLength} characters`),
  );
