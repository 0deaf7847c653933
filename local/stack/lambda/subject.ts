/** Finds which call an event or an answer is about, so that the trace can be read call by call. */
import type { InvocationResult } from './function-pool.ts';

const CALL_ID = /\\*"callId\\*":\s*\\*"([\w-]{1,64})\\*"/;
const CONNECT_CONTACT_ID = /\\*"(?:connectContactId|contactId|ContactId)\\*":\s*\\*"([\da-f]{8}-[\da-f-]{27})\\*"/i;

export interface Subject {
  readonly callId?: string;
  readonly connectContactId?: string;
}

export const subjectOfEvent = (event: unknown): Subject => subjectIn([JSON.stringify(event)]);

export const subjectOf = (event: unknown, result: InvocationResult): Subject =>
  subjectIn([JSON.stringify(event), result.ok ? result.payload : '']);

function subjectIn(texts: readonly string[]): Subject {
  const first = (pattern: RegExp): string | undefined =>
    texts.map((text) => pattern.exec(text)?.[1]).find((found) => found !== undefined);
  const callId = first(CALL_ID);
  const connectContactId = first(CONNECT_CONTACT_ID);
  return { ...(callId !== undefined && { callId }), ...(connectContactId !== undefined && { connectContactId }) };
}
