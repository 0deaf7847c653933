/** Versions as HTTP knows them (RFC 9110, 8.8.3 and 13.1.1): `ETag: "7"`, `If-Match: "7"`. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { CtiError } from '../core/errors.ts';
import { toProblem } from '../core/problem.ts';
import { correlationIdOf } from './correlation.ts';
import { type HttpResponse, json, noContent, PROBLEM_TYPE } from './http-response.ts';

export const entityTag = (version: number): { etag: string } => ({ etag: `"${version}"` });

/** A proxy that compresses makes tags weak: the version in them is the same. */
const TAG = /^(?:W\/)?"(\d{1,15})"$/;

/** @throws CtiError `version-required` */
export function expectedVersion(event: Pick<APIGatewayProxyEventV2, 'headers'>): number {
  const version = TAG.exec(event.headers['if-match']?.trim() ?? '')?.[1];
  if (version === undefined) {
    throw new CtiError('version-required', 'Send the version you changed in If-Match, such as "7".');
  }
  return Number(version);
}

/**
 * What an edit answers: the new representation with its tag, or 412 with what is there now, so that the two can be shown
 * side by side. `also` stands beside the representation.
 */
export function editResponse<T extends { readonly version: number }>(
  event: Pick<APIGatewayProxyEventV2, 'requestContext'>,
  edited: { outcome: 'done'; value: T } | { outcome: 'conflict'; current: T },
  answer: { status: 200 | 201 | 204; also?: Readonly<Record<string, unknown>> },
): HttpResponse {
  if (edited.outcome === 'conflict') return versionConflict(event, edited.current);
  if (answer.status === 204) return noContent();
  return json(answer.status, { ...edited.value, ...answer.also }, entityTag(edited.value.version));
}

function versionConflict(
  event: Pick<APIGatewayProxyEventV2, 'requestContext'>,
  current: { readonly version: number },
): HttpResponse {
  const error = new CtiError('version-conflict', `It is at version ${current.version} now.`);
  const problem = toProblem(error, correlationIdOf(event));
  return json(problem.status, { ...problem, current }, { 'content-type': PROBLEM_TYPE, ...entityTag(current.version) });
}
