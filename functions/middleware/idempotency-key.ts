import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { digestId } from '../core/ids.ts';
import { fieldError, invalidFields } from '../core/validation.ts';

const HEADER = 'idempotency-key';

/** @throws CtiError `invalid-fields` */
export function idempotencyKey(event: Pick<APIGatewayProxyEventV2, 'headers'>): string | undefined {
  const key = event.headers[HEADER];
  if (key === undefined) return undefined;
  if (!/^[\x21-\x7e]{1,128}$/.test(key)) {
    throw invalidFields([fieldError([HEADER], 'must be 1 to 128 printable ASCII characters without spaces')]);
  }
  return key;
}

/** Ids for what the request adds: with a key the same for a repeated request, so that it is added once. */
export function newIdOf(event: Pick<APIGatewayProxyEventV2, 'headers'>, username: string): () => string {
  const key = idempotencyKey(event);
  return key === undefined ? randomUUID : () => digestId(username, key);
}
