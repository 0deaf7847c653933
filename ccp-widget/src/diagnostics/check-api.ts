import { ApiError } from '../api/api-error.ts';
import { type Finding, findingOf } from './finding.ts';

/** One request tells about both: whether the API answers, and whether it takes our token. */
export async function checkApi(ask: () => Promise<unknown>, online: boolean): Promise<readonly Finding[]> {
  const api = findingOf('api');
  const token = findingOf('token');
  try {
    await ask();
    return [api('good', 'apiGood'), token('good', 'tokenGood')];
  } catch (error) {
    const { kind, status } = error instanceof ApiError ? error : { kind: 'problem', status: 500 };
    if (kind === 'signed-out') return [api('unsure', 'apiNotAsked'), token('bad', 'tokenMissing')];
    if (kind === 'unreachable')
      return [api('bad', online ? 'apiUnreachable' : 'offline'), token('unsure', 'tokenNotAsked')];
    if (status === 401) return [api('good', 'apiGood'), token('bad', 'tokenRefused')];
    if (status === 403) return [api('good', 'apiGood'), token('bad', 'tokenWithoutRight')];
    return [api('bad', 'apiFailing'), token('unsure', 'tokenNotAsked')];
  }
}
