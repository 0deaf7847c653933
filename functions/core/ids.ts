/** Ids that follow from what they name, so that a repetition finds the first. */
import { createHash } from 'node:crypto';

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** 26 characters of base 32: 130 bits of the SHA-256 over the parts. */
export function digestId(...parts: readonly string[]): string {
  const digest = createHash('sha256').update(parts.join('\n')).digest();
  let bits = 0n;
  for (const byte of digest.subarray(0, 17)) bits = (bits << 8n) | BigInt(byte);
  return Array.from({ length: 26 }, (_, index) => BASE32[Number((bits >> BigInt(131 - 5 * index)) & 31n)]).join('');
}

/** Also Connect's ClientToken: the same request starts the same contact however often it is asked. */
export const callIdOf = (sourceId: string, requestId: string): string => `call-${digestId(sourceId, requestId)}`;

/** The request of a callback; once one is over, another wish of the same call gets the next. */
export const callbackRequestId = (callId: string, number = 1): string =>
  `follow-up-${callId}${number === 1 ? '' : `-${number}`}`;
