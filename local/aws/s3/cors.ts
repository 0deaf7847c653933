/** Cross-origin rules of a bucket, as S3 applies them: the first rule that fits decides. */
import type { ServiceResponse } from '../../parts.ts';
import { AwsError, presentError } from '../errors.ts';
import { wildcardMatches } from '../policy-patterns.ts';

export interface CorsRule {
  readonly allowedOrigins: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedHeaders: readonly string[];
  readonly exposeHeaders: readonly string[];
  readonly maxAgeSeconds?: number;
}

type Headers = Readonly<Record<string, string>>;

/** @returns the headers that let the page at `origin` read the answer; none when no rule fits */
export const corsHeaders = (
  rules: readonly CorsRule[] | undefined,
  method: string,
  origin: string | undefined,
): Headers => {
  const rule = origin === undefined ? undefined : rules?.find((candidate) => fits(candidate, origin, method));
  return rule === undefined || origin === undefined ? {} : allow(rule, origin);
};

/** Answers an OPTIONS request; a browser sends it unsigned. */
export const answerPreflight = (rules: readonly CorsRule[] | undefined, headers: Headers): ServiceResponse => {
  const { origin, 'access-control-request-method': method } = headers;
  if (origin === undefined || method === undefined) {
    const missing = origin === undefined ? 'Origin' : 'Access-Control-Request-Method';
    return refuse(400, 'BadRequest', `Insufficient information. ${missing} request header needed.`);
  }
  if (rules === undefined) return refuse(403, 'AccessForbidden', 'CORSResponse: CORS is not enabled for this bucket.');
  const wanted = (headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
  const rule = rules.find(
    (candidate) =>
      fits(candidate, origin, method) &&
      wanted.every((name) => candidate.allowedHeaders.some((pattern) => wildcardMatches(pattern, name, 'ignore-case'))),
  );
  if (rule === undefined) {
    return refuse(
      403,
      'AccessForbidden',
      "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
    );
  }
  const allowedHeaders = wanted.length === 0 ? {} : { 'access-control-allow-headers': wanted.join(', ') };
  return { status: 200, headers: { ...allow(rule, origin), ...allowedHeaders }, body: '' };
};

const fits = (rule: CorsRule, origin: string, method: string): boolean =>
  rule.allowedMethods.includes(method) && rule.allowedOrigins.some((pattern) => wildcardMatches(pattern, origin));

const allow = (rule: CorsRule, origin: string): Headers => {
  const anyone = rule.allowedOrigins.includes('*');
  return {
    'access-control-allow-origin': anyone ? '*' : origin,
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    ...(anyone ? {} : { 'access-control-allow-credentials': 'true' }),
    ...(rule.exposeHeaders.length === 0 ? {} : { 'access-control-expose-headers': rule.exposeHeaders.join(', ') }),
    ...(rule.maxAgeSeconds === undefined ? {} : { 'access-control-max-age': String(rule.maxAgeSeconds) }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
};

const refuse = (status: number, code: string, message: string): ServiceResponse =>
  presentError(new AwsError(code, message, status), 'rest-xml');
