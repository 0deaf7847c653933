/**
 * Errors as AWS services answer them. One class inside; each protocol has its own words and shape outside.
 */
import { randomUUID } from 'node:crypto';
import { XMLBuilder } from 'fast-xml-parser';
import type { ServiceResponse } from '../parts.ts';

export type Protocol = 'json' | 'rest-json' | 'rest-xml' | 'query';

export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Members beside code and message: `Item`, `CancellationReasons`, `HeadersNotSigned` … */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status = 400, members: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** An operation or an option that is not served here: never a silent success. */
export const notServed = (what: string): AwsError =>
  new AwsError('NotImplemented', `${what} is not served by the local AWS edge`, 501);

/** Whatever was thrown, as an answer; what nobody foresaw is logged. */
export const asAwsError = (error: unknown): AwsError => {
  if (error instanceof AwsError) return error;
  if (error instanceof SyntaxError) return new AwsError('SerializationException', 'The request body cannot be read');
  console.error('The local AWS edge failed:', error);
  return new AwsError('InternalFailure', 'The local AWS edge failed; its log says why', 500);
};

const protocols: Readonly<Record<string, Protocol>> = {
  dynamodb: 'json',
  secretsmanager: 'json',
  kinesis: 'json',
  sqs: 'json',
  events: 'json',
  logs: 'json',
  s3: 'rest-xml',
  sts: 'query',
  iam: 'query',
};

/** The protocol of a service by its signing name; the newer ones (connect, lambda …) speak rest-json. */
export const protocolOf = (service: string): Protocol =>
  (Object.hasOwn(protocols, service) ? protocols[service] : undefined) ?? 'rest-json';

const xml = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@' });
export const toXml = (document: object): string => `<?xml version="1.0" encoding="UTF-8"?>\n${xml.build(document)}`;

/** @returns the answer that an SDK of this service reads as the error. */
export const presentError = (error: AwsError, protocol: Protocol): ServiceResponse => {
  const requestId = randomUUID();
  if (protocol === 'rest-xml') {
    const body = { Error: { Code: error.code, Message: error.message, ...error.members, RequestId: requestId } };
    return {
      status: error.status,
      headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId },
      body: toXml(body),
    };
  }
  if (protocol === 'query') {
    const type = error.status < 500 ? 'Sender' : 'Receiver';
    const body = {
      ErrorResponse: { Error: { Type: type, Code: error.code, Message: error.message }, RequestId: requestId },
    };
    return {
      status: error.status,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
      body: toXml(body),
    };
  }
  return {
    status: error.status,
    headers: {
      'content-type': protocol === 'json' ? 'application/x-amz-json-1.0' : 'application/json',
      'x-amzn-requestid': requestId,
      'x-amzn-errortype': error.code,
    },
    body: JSON.stringify({ __type: error.code, message: error.message, ...error.members }),
  };
};
