/** EspoCRM's REST API (docs.espocrm.com, development/api): records, related records by pages, and where a file is. */
import type { EspocrmSource } from '#core/contracts/configuration.ts';
import { sourceHosts } from '#core/source-hosts.ts';
import type { CrmAccess } from '../connector.ts';
import { type CrmAnswer, type CrmFailure, type CrmOk, type CrmRequest, openSession } from '../crm-session.ts';

/** The most that a list gives at once (`recordListMaxSizeLimit`, 200 unless configured). */
const PAGE = 200;

export type Json = Readonly<Record<string, unknown>>;
export type Listed = { readonly outcome: 'listed'; readonly records: readonly Json[] } | CrmFailure;

export interface EspocrmClient {
  get(path: readonly string[]): Promise<CrmAnswer>;
  /** All pages, up to so many records. */
  list(path: readonly string[], query: Readonly<Record<string, string>>, most: number): Promise<Listed>;
  send(method: 'POST' | 'PUT' | 'DELETE', path: readonly string[], json: Json): Promise<CrmAnswer>;
  /** A record with a file in it. */
  stream(path: readonly string[], streamed: NonNullable<CrmRequest['streamed']>): Promise<CrmAnswer>;
  url(path: readonly string[]): string;
  headers(): Promise<Readonly<Record<string, string>>>;
}

export function espocrmClient({
  source,
  web,
  clock,
  credentials,
}: Pick<CrmAccess<EspocrmSource>, 'source' | 'web' | 'clock' | 'credentials'>): EspocrmClient {
  /** An API user's key (docs: Authentication by API Key). */
  const headers = async (fresh = false): Promise<Readonly<Record<string, string>>> => {
    const { apiKey = '' } = await credentials({ fresh });
    return { 'x-api-key': apiKey };
  };
  const session = openSession({
    ...{ web, clock, hosts: sourceHosts(source) },
    authorize: async ({ fresh }) => ({ outcome: 'authorized', headers: await headers(fresh) }),
  });
  const url = (path: readonly string[]): string =>
    `${source.apiUrl.replace(/\/$/, '')}/api/v1/${path.map(encodeURIComponent).join('/')}`;

  return {
    url,
    headers,
    get: (path) => session.request({ method: 'GET', url: url(path) }),
    send: (method, path, json) => session.request({ method, url: url(path), json }),
    stream: (path, streamed) => session.request({ method: 'POST', url: url(path), streamed }),
    async list(path, query, most) {
      const records: Json[] = [];
      for (;;) {
        const page = new URLSearchParams({
          ...query,
          offset: String(records.length),
          maxSize: String(Math.min(PAGE, most)),
        });
        const answer = await session.request({ method: 'GET', url: `${url(path)}?${page}` });
        if (answer.outcome !== 'ok') return answer;
        const found = recordsOf(answer);
        if (found === undefined) return { outcome: 'unusable', status: answer.status };
        records.push(...found);
        if (found.length < PAGE || records.length >= most)
          return { outcome: 'listed', records: records.slice(0, most) };
      }
    },
  };
}

function recordsOf({ json }: CrmOk): readonly Json[] | undefined {
  const list = typeof json === 'object' && json !== null && 'list' in json ? json.list : undefined;
  return Array.isArray(list) && list.every((record) => typeof record === 'object' && record !== null)
    ? list
    : undefined;
}
