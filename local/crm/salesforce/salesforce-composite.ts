/** `/composite`: requests that follow one another and may name what was answered before (REST API Developer Guide, "Composite"). */
import type { DoubleAnswer, Json } from '../double-http.ts';
import { BASE, refused, type SalesforceStore } from './salesforce-store.ts';

const [MAX_SUBREQUESTS, MAX_QUERIES] = [25, 5];
const HALTED = refused(400, 'PROCESSING_HALTED', 'The transaction was rolled back since another operation failed.');

/** @param answerTo one request, by its path after the version's address */
export type AnswerTo = (method: string, path: readonly string[], query: URLSearchParams, body: Json) => DoubleAnswer;

export function compositeAnswer(
  store: SalesforceStore,
  { compositeRequest, allOrNone }: Json,
  answerTo: AnswerTo,
): DoubleAnswer {
  const requests = (compositeRequest as Json[] | undefined) ?? [];
  const queries = requests.filter(({ url }) => String(url).startsWith(`${BASE}/query`));
  if (requests.length > MAX_SUBREQUESTS || queries.length > MAX_QUERIES) {
    return refused(400, 'INVALID_INPUT', 'Too many subrequests');
  }
  const before = Object.entries(store.tables).map(([name, rows]) => [name, new Map(rows)] as const);
  const done = new Map<string, DoubleAnswer>();
  for (const { method, url, body, referenceId } of requests) {
    const named = referred({ url, body }, done);
    done.set(String(referenceId), named === undefined ? HALTED : subrequest(String(method), named, answerTo));
  }
  const isUndone = allOrNone === true && [...done.values()].some(({ status }) => status >= 400);
  if (isUndone) {
    for (const [name, rows] of before) {
      store.rows(name).clear();
      for (const [id, row] of rows) store.rows(name).set(id, row);
    }
  }
  const compositeResponse = [...done].map(([referenceId, answer]) => {
    const { status, json } = isUndone && answer.status < 400 ? HALTED : answer;
    return { body: json ?? null, httpHeaders: {}, httpStatusCode: status, referenceId };
  });
  return { status: 200, json: { compositeResponse } };
}

function subrequest(method: string, { url, body }: Json, answerTo: AnswerTo): DoubleAnswer {
  const { pathname, searchParams } = new URL(String(url), 'http://double');
  if (!pathname.startsWith(`${BASE}/`)) return refused(404, 'NOT_FOUND');
  const path = pathname.slice(BASE.length + 1).split('/');
  return answerTo(method, path, searchParams, (body as Json | undefined) ?? {});
}

/** `@{name.member}` of what was answered before; undefined when that has failed. */
function referred(request: Json, done: ReadonlyMap<string, DoubleAnswer>): Json | undefined {
  let isThere = true;
  const text = JSON.stringify(request).replace(/@\{(\w+)\.(\w+)\}/g, (_, name: string, member: string) => {
    const value = ((done.get(name)?.json ?? {}) as Json)[member];
    isThere &&= value !== undefined;
    return String(value);
  });
  return isThere ? (JSON.parse(text) as Json) : undefined;
}
