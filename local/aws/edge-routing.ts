/** Where a request belongs, and what a person sees who just opens the address. */
import type { ServiceRequest, ServiceResponse } from '../parts.ts';
import { FAULTS_PATH } from './faults.ts';
import { readClaim } from './signature.ts';

const TARGETS = {
  DynamoDB_20120810: 'dynamodb',
  AmazonSQS: 'sqs',
  secretsmanager: 'secretsmanager',
  Kinesis_20131202: 'kinesis',
};

/** By the credential scope; without a signature by the target, so that the refusal comes in the right words. */
export const serviceOf = (request: ServiceRequest): string | undefined => {
  const claim = readClaim(request);
  if (claim !== undefined && claim !== 'malformed') return claim.service;
  const target = request.headers['x-amz-target'] ?? '';
  return Object.entries(TARGETS).find(([prefix]) => target.startsWith(`${prefix}.`))?.[1];
};

/** A web page elsewhere that points a name of its own at 127.0.0.1 must not get in. */
export const isLocal = (host: string | undefined): boolean =>
  /^(127\.0\.0\.1|([\w.-]+\.)?localhost)(:\d+)?$/.test(host ?? '');

export const explanation: ServiceResponse = {
  status: 200,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: `This is the AWS of your machine: DynamoDB, S3, SQS, Kinesis, Secrets Manager, EventBridge Scheduler, STS and the local Connect behind one address.
It speaks to AWS SDKs and the AWS CLI, with the credentials in endpoints.json:

  AWS_ENDPOINT_URL=<this address> aws dynamodb list-tables

Every request must be signed; what a role may do is what the synthesized template says.
To make calls fail on purpose, see local/aws/faults.ts (PUT ${FAULTS_PATH}).
`,
};
