import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

export type HttpResponse = APIGatewayProxyStructuredResultV2;

/** Personal data is in most answers: nothing of it may rest in a cache. JSON has no `charset` (RFC 8259). */
const HEADERS = { 'content-type': 'application/json', 'cache-control': 'no-store' };

export const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpResponse => ({
  statusCode: status,
  headers: { ...HEADERS, ...headers },
  body: JSON.stringify(body),
});

export const PROBLEM_TYPE = 'application/problem+json';

export const noContent = (headers: Readonly<Record<string, string>> = {}): HttpResponse => ({
  statusCode: 204,
  headers: { 'cache-control': 'no-store', ...headers },
});
