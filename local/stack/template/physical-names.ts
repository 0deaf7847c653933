/** Physical names as CloudFormation makes them, but the same at every start, so that state is found again. */
import { createHash } from 'node:crypto';

const suffix = (text: string, length: number): string =>
  BigInt(`0x${createHash('sha256').update(text).digest('hex')}`)
    .toString(36)
    .slice(0, length);

/** `<stack>-<logicalId>-<12 characters>`, shortened from the middle part to `maxLength`. */
export function physicalName(stack: string, logicalId: string, maxLength: number): string {
  const end = suffix(`${stack}/${logicalId}`, 12);
  // CDK's hash tells two constructs apart, and so does the suffix: without it the name can be read.
  const start = `${stack}-${logicalId.replace(/[\dA-F]{8}$/, '')}`
    .slice(0, maxLength - end.length - 1)
    .replace(/-+$/, '');
  return `${start}-${end}`;
}

/** An identifier of API Gateway's and CloudFront's kind. */
export const shortId = (stack: string, logicalId: string, length: number): string =>
  suffix(`${stack}/${logicalId}/id`, length);
