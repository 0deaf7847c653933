/** The wire of Kinesis: AWS JSON 1.1 by `X-Amz-Target`. */
import { randomUUID } from 'node:crypto';
import type { ServiceRequest, ServiceResponse } from '../../parts.ts';
import { KinesisError } from './kinesis-error.ts';
import { KINESIS_OPERATIONS } from './kinesis-operations.ts';
import type { StreamStore } from './stream-store.ts';

const TARGET = 'Kinesis_20131202.';
const CONTENT_TYPE = { 'content-type': 'application/x-amz-json-1.1' } as const;

export interface KinesisCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** @throws KinesisError */
  serve(): ServiceResponse;
}

export const isKinesis = ({ headers }: ServiceRequest): boolean => (headers['x-amz-target'] ?? '').startsWith(TARGET);

/** @throws KinesisError when the operation is not served or the body is no JSON object. */
export const readKinesis = (store: StreamStore, request: ServiceRequest): KinesisCall => {
  const operation = (request.headers['x-amz-target'] ?? '').slice(TARGET.length);
  const run = Object.hasOwn(KINESIS_OPERATIONS, operation) ? KINESIS_OPERATIONS[operation] : undefined;
  if (run === undefined)
    throw new KinesisError('UnknownOperationException', `kinesis:${operation} is not served here.`);
  let input: unknown;
  try {
    input = JSON.parse(request.body.toString() || '{}');
  } catch {
    input = undefined;
  }
  if (typeof input !== 'object' || input === null)
    throw new KinesisError('SerializationException', 'The body is no JSON.');
  const members = { ...input };
  return {
    operation,
    input: members,
    serve: () => ({ status: 200, headers: CONTENT_TYPE, body: JSON.stringify(run(store, members)) }),
  };
};

/** For who has no edge in front: signed or not, everything is served. */
export const serveKinesis = (store: StreamStore, request: ServiceRequest): ServiceResponse => {
  const id = { 'x-amzn-requestid': randomUUID() };
  try {
    const answer = readKinesis(store, request).serve();
    return { ...answer, headers: { ...answer.headers, ...id } };
  } catch (error) {
    if (!(error instanceof KinesisError)) throw error;
    const body = JSON.stringify({ __type: error.code, message: error.message });
    return { status: 400, headers: { ...CONTENT_TYPE, ...id }, body };
  }
};
