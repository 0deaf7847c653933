import { accessDenied } from '../authorization.ts';
import type { AwsError } from '../errors.ts';
import type { Caller } from '../service.ts';
import { noSuchKey } from './s3-answers.ts';
import { bucketArn } from './s3-operations.ts';

/** S3 says "no such key" only to those who may list the bucket; to the others it denies, or they could probe for names. */
export const accessDeniedInsteadOfMissing = (bucket: string, key: string, caller: Caller): AwsError => {
  const need = { action: 's3:ListBucket', resource: bucketArn(bucket) };
  const decision = caller.principal.may(need);
  return decision.allowed ? noSuchKey(key) : accessDenied(caller.principal, need, decision.because);
};
