/** Standard Webhooks 1.0, symmetric: HMAC-SHA256 over `${id}.${timestamp}.${body}`. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { CtiError } from '#core/errors.ts';
import { SIGNATURE_TOLERANCE } from '#core/policy.ts';
import type { Headers, SignedRequest } from '../connector.ts';

const VERSION = 'v1';
const SECRET_PREFIX = 'whsec_';
/** It becomes part of a key: DynamoDB allows 2,048 bytes, encoded. */
const MAX_ID_LENGTH = 256;

export interface SignedHeaders {
  readonly 'webhook-id': string;
  /** Unix seconds. */
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/**
 * @param secrets Base64, with or without `whsec_`; of several the header holds a signature each, so that during a rotation who knows
 *   either of them believes it (Standard Webhooks 1.0, "Webhook signatures")
 */
export function sign(
  secrets: string | readonly string[],
  id: string,
  at: Date,
  body: string | Uint8Array,
): SignedHeaders {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const signatures = [secrets].flat().map((secret) => digest(secret, id, timestamp, body).toString('base64'));
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.map((signature) => `${VERSION},${signature}`).join(' '),
  };
}

/**
 * The verified `webhook-id`. During a rotation either secret will do, and the sender may sign with both.
 * @throws CtiError `signature-missing`, `signature-expired`, `signature-invalid`
 */
export function verify(
  { headers, body }: Pick<SignedRequest, 'headers' | 'body'>,
  secrets: readonly string[],
  now: Date,
): string {
  const { id, timestamp, signatures } = signedHeaders(headers);
  const age = now.getTime() - Number(timestamp) * 1_000;
  if (Math.abs(age) > SIGNATURE_TOLERANCE) {
    throw new CtiError('signature-expired', 'webhook-timestamp must be within five minutes of now.');
  }
  const expected = secrets.map((secret) => digest(secret, id, timestamp, body));
  const matches = signatures.flatMap((signature) => expected.map((digest) => isEqual(signature, digest)));
  if (!matches.includes(true)) {
    throw new CtiError('signature-invalid', 'No active secret of this source gives this signature.');
  }
  return id;
}

function signedHeaders(headers: Headers): { id: string; timestamp: string; signatures: readonly Buffer[] } {
  const id = headers['webhook-id'] ?? '';
  const timestamp = headers['webhook-timestamp'] ?? '';
  const signatures = (headers['webhook-signature'] ?? '')
    .split(' ')
    .filter((entry) => entry.startsWith(`${VERSION},`))
    .map((entry) => Buffer.from(entry.slice(VERSION.length + 1), 'base64'));
  if (id === '' || id.length > MAX_ID_LENGTH || !/^\d{1,12}$/.test(timestamp) || signatures.length === 0) {
    throw new CtiError(
      'signature-missing',
      'Needs webhook-id, webhook-timestamp (Unix seconds) and webhook-signature (v1,<base64>), as Standard Webhooks 1.0 has them.',
    );
  }
  return { id, timestamp, signatures };
}

function digest(secret: string, id: string, timestamp: string, body: string | Uint8Array): Buffer {
  const key = Buffer.from(secret.startsWith(SECRET_PREFIX) ? secret.slice(SECRET_PREFIX.length) : secret, 'base64');
  return createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
}

/** Lengths are public, contents are not. */
const isEqual = (one: Buffer, two: Buffer): boolean => one.length === two.length && timingSafeEqual(one, two);
