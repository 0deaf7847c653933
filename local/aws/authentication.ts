/** Who sent a request: signature, clock, session token and payload hash, refused in the service's own words. */
import { createHash } from 'node:crypto';
import type { ServiceRequest } from '../parts.ts';
import { AwsError, notServed, protocolOf } from './errors.ts';
import type { KnownPrincipal, Principals } from './principals.ts';
import { payloadHashOf, readClaim, type SignatureClaim, signatureMatches, timeOf, toBasicDate } from './signature.ts';

/** AWS allows 15 minutes between the caller's clock and its own. */
const SKEW_MS = 15 * 60_000;
const MAX_PRESIGNED_SECONDS = 7 * 86_400;
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.';

export interface Authentication {
  readonly principals: Principals;
  readonly region: string;
  now(): Date;
}

/**
 * @param service the service that the request reached
 * @throws AwsError in the words of the service
 */
export const authenticate = async (
  request: ServiceRequest,
  { principals, region, now }: Authentication,
  service: string,
): Promise<{ principal: KnownPrincipal; claim: SignatureClaim }> => {
  const claim = readClaim(request);
  if (claim === undefined) throw missing(service);
  if (claim === 'malformed') throw malformed(service);
  const refuse = service === 's3' ? s3Refusal : refusal(service);
  if (claim.service !== service) {
    throw refuse('service', `the service '${claim.service}' is wrong; expecting '${service}'`);
  }
  if (claim.terminator !== 'aws4_request' || !claim.date.startsWith(claim.scopeDate)) throw refuse('scope');
  // STS is also a global service, whose region is us-east-1.
  if (claim.region !== region && !(claim.service === 'sts' && claim.region === 'us-east-1')) {
    throw refuse('region', `the region '${claim.region}' is wrong; expecting '${region}'`);
  }
  const principal = principals.find(claim.accessKeyId);
  if (principal === undefined) throw refuse('unknown-key');
  if (principal.sessionToken !== claim.sessionToken) throw refuse('token');
  checkClock(claim, now(), refuse);
  checkSignedHeaders(request, claim, refuse);
  if (!(await signatureMatches(request, claim, principal.credentials))) throw refuse('mismatch', MISMATCH);
  checkPayload(request, claim, refuse);
  return { principal, claim };
};

type Problem =
  | 'scope'
  | 'service'
  | 'region'
  | 'unknown-key'
  | 'token'
  | 'mismatch'
  | 'skew'
  | 'expired'
  | 'not-yet'
  | 'expires-too-long'
  | 'unsigned'
  | 'payload';
type Refuse = (problem: Problem, detail?: string, members?: Record<string, unknown>) => AwsError;

const checkClock = (claim: SignatureClaim, now: Date, refuse: Refuse): void => {
  const signedAt = timeOf(claim.date);
  const serverTime = now.toISOString();
  if (claim.expiresSeconds !== undefined) {
    if (claim.expiresSeconds > MAX_PRESIGNED_SECONDS) throw refuse('expires-too-long');
    if (signedAt - now.getTime() > SKEW_MS) throw refuse('not-yet');
    const expires = signedAt + claim.expiresSeconds * 1000;
    if (now.getTime() > expires) {
      const members = { Expires: new Date(expires).toISOString(), ServerTime: serverTime };
      throw refuse('expired', undefined, { 'X-Amz-Expires': claim.expiresSeconds, ...members });
    }
    return;
  }
  if (Math.abs(now.getTime() - signedAt) <= SKEW_MS) return;
  const clock = toBasicDate(now);
  const edge = toBasicDate(new Date(now.getTime() + (signedAt < now.getTime() ? -SKEW_MS : SKEW_MS)));
  const words =
    signedAt < now.getTime()
      ? `Signature expired: ${claim.date} is now earlier than ${edge} (${clock} - 15 min.)`
      : `Signature not yet current: ${claim.date} is still later than ${edge} (${clock} + 15 min.)`;
  throw refuse('skew', words, {
    RequestTime: claim.date,
    ServerTime: serverTime,
    MaxAllowedSkewMilliseconds: SKEW_MS,
  });
};

/** The host always, and for S3 every x-amz- header: otherwise the holder of a presigned URL could add some. */
const checkSignedHeaders = (request: ServiceRequest, claim: SignatureClaim, refuse: Refuse): void => {
  // In HTTP/2 the authority takes the host's place, and the SDK signs it as such.
  const namesHost = claim.signedHeaders.some((name) => name === 'host' || name === ':authority');
  if (!namesHost) throw refuse('unsigned', 'host', { HeadersNotSigned: 'host' });
  if (claim.service !== 's3') return;
  const unsigned = Object.keys(request.headers).filter(
    (name) => name.startsWith('x-amz-') && name !== 'x-amz-content-sha256' && !claim.signedHeaders.includes(name),
  );
  if (unsigned.length > 0) throw refuse('unsigned', unsigned.join(', '), { HeadersNotSigned: unsigned.join(', ') });
};

const checkPayload = (request: ServiceRequest, claim: SignatureClaim, refuse: Refuse): void => {
  const declared = payloadHashOf(request, claim);
  if (/^[0-9a-f]{64}$/.test(declared)) {
    const actual = createHash('sha256').update(request.body).digest('hex');
    if (actual !== declared) throw refuse('payload', MISMATCH, { ClientComputedContentSHA256: declared });
    return;
  }
  if (claim.service !== 's3') throw refuse('payload', MISMATCH);
  if (declared === 'UNSIGNED-PAYLOAD' || declared === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return;
  throw notServed(`x-amz-content-sha256: ${declared}`);
};

const missing = (service: string): AwsError =>
  service === 's3'
    ? new AwsError('AccessDenied', 'Access Denied', 403)
    : new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', statusFor(service));

const malformed = (service: string): AwsError =>
  service === 's3'
    ? new AwsError('AuthorizationHeaderMalformed', 'The authorization header is malformed.')
    : new AwsError('IncompleteSignatureException', 'The request signature does not conform to AWS standards.');

/** DynamoDB and Secrets Manager refuse with 400, the others with 403. */
const statusFor = (service: string): number => (protocolOf(service) === 'json' && service !== 'sqs' ? 400 : 403);

const s3Refusal: Refuse = (problem, detail, members) => {
  const answers: Record<Problem, readonly [code: string, message: string, status: number]> = {
    scope: ['AuthorizationHeaderMalformed', 'The authorization header is malformed; invalid credential scope', 400],
    service: ['AuthorizationHeaderMalformed', `The authorization header is malformed; ${detail}`, 400],
    region: ['AuthorizationHeaderMalformed', `The authorization header is malformed; ${detail}`, 400],
    'unknown-key': ['InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', 403],
    token: ['InvalidToken', 'The provided token is malformed or otherwise invalid.', 400],
    mismatch: ['SignatureDoesNotMatch', MISMATCH, 403],
    skew: ['RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.', 403],
    expired: ['AccessDenied', 'Request has expired', 403],
    'not-yet': ['AccessDenied', 'Request is not valid yet', 403],
    'expires-too-long': [
      'AuthorizationQueryParametersError',
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
      400,
    ],
    unsigned: ['AccessDenied', 'There were headers present in the request which were not signed', 403],
    payload: [
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      400,
    ],
  };
  return new AwsError(...answers[problem], members);
};

const refusal =
  (service: string): Refuse =>
  (problem, detail) => {
    const status = statusFor(service);
    if (problem === 'unknown-key' || problem === 'token') {
      const code = protocolOf(service) === 'query' ? 'InvalidClientTokenId' : 'UnrecognizedClientException';
      return new AwsError(code, 'The security token included in the request is invalid.', status);
    }
    const messages: Partial<Record<Problem, string>> = {
      scope: 'Credential should be scoped with the date of the request and the terminator aws4_request.',
      service: `Credential should be scoped to correct service: ${detail}.`,
      region: `Credential should be scoped to a valid region: ${detail}.`,
      unsigned: "'Host' must be a 'SignedHeader' in the AWS Authorization.",
    };
    const code = protocolOf(service) === 'query' ? 'SignatureDoesNotMatch' : 'InvalidSignatureException';
    return new AwsError(code, messages[problem] ?? detail ?? MISMATCH, status);
  };
