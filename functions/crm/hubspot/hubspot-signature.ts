/**
 * HubSpot's request signature, version 3 (developers.hubspot.com, "Validating requests"): base64 of HMAC-SHA256, keyed with the
 * app's client secret, over method, address, body and time. Versions 1 and 2 have no time and are not accepted.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { CtiError } from '#core/errors.ts';
import { SIGNATURE_TOLERANCE } from '#core/policy.ts';
import type { SignedRequest } from '../connector.ts';

/** In the address these are decoded before it is signed, and nothing else; not the `?` that begins the query. */
const DECODED: Readonly<Record<string, string>> = {
  ...{ '%3A': ':', '%2F': '/', '%3F': '?', '%40': '@', '%21': '!', '%24': '$', '%27': "'" },
  ...{ '%28': '(', '%29': ')', '%2A': '*', '%2C': ',', '%3B': ';' },
};

export const decodedAddress = (url: string): string =>
  url.replace(/%[0-9A-Fa-f]{2}/g, (encoded) => DECODED[encoded.toUpperCase()] ?? encoded);

/** @param url as HubSpot called it @param timestamp milliseconds since 1970 */
export const signatureOf = (
  secret: string,
  { method, body }: Pick<SignedRequest, 'method' | 'body'>,
  url: string,
  timestamp: string,
): Buffer =>
  createHmac('sha256', secret)
    .update(`${method}${decodedAddress(url)}`)
    .update(body)
    .update(timestamp)
    .digest();

/** @throws CtiError `signature-missing`, `signature-expired`, `signature-invalid` */
export function verifyHubspot(
  request: SignedRequest,
  url: string,
  secrets: readonly string[],
  now: Date,
): { readonly timestamp: number } {
  const given = request.headers['x-hubspot-signature-v3'] ?? '';
  const timestamp = request.headers['x-hubspot-request-timestamp'] ?? '';
  if (given === '' || !/^\d{1,15}$/.test(timestamp)) {
    throw new CtiError(
      'signature-missing',
      'Needs X-HubSpot-Signature-v3 and X-HubSpot-Request-Timestamp (milliseconds); older signatures are not accepted.',
    );
  }
  if (Math.abs(now.getTime() - Number(timestamp)) > SIGNATURE_TOLERANCE) {
    throw new CtiError('signature-expired', 'X-HubSpot-Request-Timestamp must be within five minutes of now.');
  }
  const signature = Buffer.from(given, 'base64');
  const matches = secrets.map((secret) => isEqual(signatureOf(secret, request, url, timestamp), signature));
  if (!matches.includes(true)) {
    throw new CtiError('signature-invalid', 'No client secret of this source gives this signature.');
  }
  return { timestamp: Number(timestamp) };
}

/** Lengths are public, contents are not. */
const isEqual = (one: Buffer, two: Buffer): boolean => one.length === two.length && timingSafeEqual(one, two);
