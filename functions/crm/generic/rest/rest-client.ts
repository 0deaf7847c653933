/** A REST API by its description: one request, and lists over their pages. */
import type { RestDescription, RestGet, RestPagination, RestWrite } from '#core/contracts/rest-description.ts';
import { SECOND } from '#core/policy.ts';
import type { CrmAccess } from '../../connector.ts';
import { type CrmAnswer, type CrmFailure, type CrmRequest, openSession } from '../../crm-session.ts';
import { expand, expandQuery, type Names } from './address.ts';
import { authorizeBy } from './authorization.ts';
import { fill, merge } from './body.ts';
import { nextPage, pageParameters } from './pages.ts';

/** A CRM that always names a next page is not followed for ever. */
const MAX_PAGES = 100;

export type Listed = { readonly outcome: 'listed'; readonly pages: readonly unknown[] } | CrmFailure;

export interface RestClient {
  get(request: RestGet, names: Names): Promise<CrmAnswer>;
  /** Whole answers, page after page, until `isEnough`. */
  pages(
    request: RestGet,
    names: Names,
    pagination: RestPagination | undefined,
    countIn: (page: unknown) => number,
    most: number,
  ): Promise<Listed>;
  /** @param changed fields of a person; undefined: all */
  write(request: RestWrite, names: Names, told: object, changed?: (field: string) => boolean): Promise<CrmAnswer>;
  url(path: string, names: Names): string | undefined;
  /** What the CRM wants to see. */
  headers(): Promise<Readonly<Record<string, string>>>;
}

/** There can be nothing at an address that cannot be made. */
const NOWHERE: CrmFailure = { outcome: 'gone', status: 404 };

export function restClient(
  { baseUrl, auth, headers: common, waitSeconds }: RestDescription,
  access: Pick<CrmAccess, 'web' | 'clock' | 'credentials'>,
): RestClient {
  const { host, origin } = new URL(baseUrl);
  const authorize = authorizeBy(auth, access);
  const { web, clock } = access;
  // The operator's own word, wherever it leads; and nobody else is shown the credentials.
  const session = openSession({ web, clock, hosts: { allowed: [host], private: [host] }, authorize });

  async function request(asked: CrmRequest): Promise<CrmAnswer> {
    const answer = await session.request({ ...asked, headers: lowerCase({ ...common, ...asked.headers }) });
    if (answer.outcome !== 'unavailable' || answer.status !== 429 || answer.retryAfter > 0) return answer;
    return { ...answer, retryAfter: waitSeconds * SECOND };
  }

  const url = (path: string, names: Names): string | undefined => {
    const expanded = expand(path, names);
    return expanded === undefined ? undefined : `${baseUrl.replace(/\/$/, '')}${expanded}`;
  };
  const address = ({ path, query }: RestGet, names: Names, more: Readonly<Record<string, string>> = {}) => {
    const at = url(path, names);
    const parameters = new URLSearchParams([...expandQuery(query, names), ...Object.entries(more)]);
    return at === undefined || parameters.size === 0 ? at : `${at}?${parameters}`;
  };

  return {
    url,

    async get(asked, names) {
      const at = address(asked, names);
      return at === undefined ? NOWHERE : request({ method: 'GET', url: at, headers: asked.headers });
    },

    async pages(asked, names, pagination, countIn, most) {
      const pages: unknown[] = [];
      let [at, seen] = [address(asked, names, pageParameters(pagination, 0, 0)), 0];
      while (at !== undefined && pages.length < MAX_PAGES) {
        const answer = await request({ method: 'GET', url: at, headers: asked.headers });
        if (answer.outcome !== 'ok') return answer;
        pages.push(answer.json);
        const count = countIn(answer.json);
        seen += count;
        if (seen >= most) break;
        const next = nextPage(pagination, answer, { count, seen, page: pages.length });
        if (next === undefined) break;
        const following = 'url' in next ? URL.parse(next.url, at)?.href : address(asked, names, next.parameters);
        // Another origin would be shown our credentials.
        if (following === undefined || new URL(following).origin !== origin)
          return { outcome: 'unusable', status: 200 };
        if (following === at) break;
        at = following;
      }
      return pages.length === 0 ? NOWHERE : { outcome: 'listed', pages };
    },

    async write(asked, names, told, changed) {
      const at = address(asked, names);
      if (at === undefined) return NOWHERE;
      const { method, body, whenChanged = {}, headers, nulls } = asked;
      const template = Object.entries(whenChanged)
        .filter(([field]) => changed?.(field) ?? true)
        .reduce<unknown>((whole, [, part]) => merge(whole, part), body);
      const json = template === undefined ? undefined : fill(template, told, nulls);
      return request({ method, url: at, headers, ...(json !== undefined && { json }) });
    },

    async headers() {
      const authorized = await authorize({ fresh: false });
      return authorized.outcome === 'authorized' ? authorized.headers : {};
    },
  };
}

const lowerCase = (headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
