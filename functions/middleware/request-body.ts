import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type * as v from 'valibot';
import { MAX_BODY_BYTES } from '../core/contracts/call-request.ts';
import { CtiError } from '../core/errors.ts';
import { parseJson, validated } from '../core/validation.ts';

/**
 * The body's bytes as the sender signed them: API Gateway hands over Base64 when it takes a body for binary.
 * @throws CtiError `body-too-large`, before anything is decoded
 */
export function rawBody(event: Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'>): Buffer {
  const { body = '', isBase64Encoded } = event;
  const encoding = isBase64Encoded ? 'base64' : 'utf8';
  if (Buffer.byteLength(body, encoding) > MAX_BODY_BYTES) {
    throw new CtiError('body-too-large', `The body may have at most ${MAX_BODY_BYTES} bytes.`);
  }
  return Buffer.from(body, encoding);
}

/** @throws CtiError `body-too-large`, `malformed-json`, `invalid-fields` */
export const jsonBody = <Schema extends v.GenericSchema>(
  event: Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded'>,
  schema: Schema,
): v.InferOutput<Schema> => validated(schema, parseJson(rawBody(event)));
