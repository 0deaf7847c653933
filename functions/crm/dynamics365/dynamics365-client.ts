/** Dataverse's Web API 9.2 (learn.microsoft.com, power-apps/developer/data-platform/webapi), as an application user. */
import type { Dynamics365Source } from '#core/contracts/configuration.ts';
import { SECOND } from '#core/policy.ts';
import { sourceHosts } from '#core/source-hosts.ts';
import { bearer, type GrantedToken } from '../access-token.ts';
import type { CrmAccess } from '../connector.ts';
import { type CrmAnswer, type CrmFailure, type CrmRequest, openSession } from '../crm-session.ts';
import { asJson, type Json, listIn, numberOf, textOf } from '../json.ts';

/** Records of a page (`odata.maxpagesize`; 5,000 at the most). */
const PAGE = 500;
/** 429 without Retry-After, which Dataverse always sends ("Service protection API limits"). */
const LIMIT_WAIT = 10 * SECOND;

/**
 * "Compose HTTP requests and handle errors": versions; formatted values give the names of lookups and choices. Where the size of a
 * page is said, `$top` counts for nothing ("Page results").
 */
const headersFor = (page: number) => ({
  'odata-version': '4.0',
  'odata-maxversion': '4.0',
  prefer: `odata.include-annotations="OData.Community.Display.V1.FormattedValue",odata.maxpagesize=${page}`,
});
const HEADERS = headersFor(PAGE);
/** "Prevent create in upsert": without it a PATCH makes the record that is not there. */
const EXISTING = { 'if-match': '*' };

export type Listed = { readonly outcome: 'listed'; readonly records: readonly Json[] } | CrmFailure;

export interface Dynamics365Client {
  get(path: string): Promise<CrmAnswer>;
  /** All pages, up to so many records. */
  list(path: string, most: number): Promise<Listed>;
  post(path: string, json: Json): Promise<CrmAnswer>;
  /** Of a record that is there. */
  patch(path: string, json: Json): Promise<CrmAnswer>;
  /** With a file in it. A PATCH is of a record that is there. */
  stream(method: 'POST' | 'PATCH', path: string, streamed: NonNullable<CrmRequest['streamed']>): Promise<CrmAnswer>;
  delete(path: string): Promise<CrmAnswer>;
  /** Absolute. */
  url(path: string): string;
  authorization(): Promise<
    { readonly outcome: 'authorized'; readonly headers: Readonly<Record<string, string>> } | CrmFailure
  >;
}

type Access = Pick<CrmAccess<Dynamics365Source>, 'source' | 'web' | 'clock' | 'credentials'>;

export function dynamics365Client(access: Access): Dynamics365Client {
  const { source, web, clock } = access;
  const authorize = bearer(clock, grantOf(access));
  const session = openSession({ web, clock, hosts: sourceHosts(source), authorize });
  const url = (path: string): string => `${new URL(source.apiUrl).origin}/api/data/v9.2/${path}`;

  async function request(...[asked]: Parameters<typeof session.request>): Promise<CrmAnswer> {
    const answer = await session.request({ ...asked, headers: { ...HEADERS, ...asked.headers } });
    if (answer.outcome !== 'unavailable' || answer.status !== 429 || answer.retryAfter > 0) return answer;
    return { ...answer, retryAfter: LIMIT_WAIT };
  }

  return {
    url,
    get: (path) => request({ method: 'GET', url: url(path) }),
    post: (path, json) => request({ method: 'POST', url: url(path), json }),
    patch: (path, json) => request({ method: 'PATCH', url: url(path), json, headers: EXISTING }),
    stream: (method, path, streamed) =>
      request({ method, url: url(path), streamed, ...(method === 'PATCH' && { headers: EXISTING }) }),
    delete: (path) => request({ method: 'DELETE', url: url(path) }),
    authorization: () => authorize({ fresh: false }),
    async list(path, most) {
      const headers = headersFor(Math.min(PAGE, most));
      const records: Json[] = [];
      let next: string | undefined = url(path);
      while (next !== undefined && records.length < most) {
        const answer: CrmAnswer = await request({ method: 'GET', url: next, headers });
        if (answer.outcome !== 'ok') return answer;
        const page = listIn(answer.json, 'value');
        if (page === undefined) return { outcome: 'unusable', status: answer.status };
        records.push(...page);
        next = textOf(asJson(answer.json)['@odata.nextLink']);
      }
      return { outcome: 'listed', records: records.slice(0, most) };
    },
  };
}

/** The name of a lookup or a choice. */
export const formatted = (record: Json, column: string): string | undefined =>
  textOf(record[`${column}@OData.Community.Display.V1.FormattedValue`]);

/** `0x80040237` DuplicateRecord ("Web service error codes"): the primary key is taken. */
export const isDuplicate = (answer: CrmAnswer): boolean =>
  answer.outcome === 'invalid' && textOf(asJson(asJson(answer.json).error).code)?.toLowerCase() === '0x80040237';

/** Client credentials ("Use OAuth authentication with Dataverse", server-to-server): the app's own permissions, no user's. */
function grantOf({ source, web, clock, credentials }: Access) {
  return async ({ fresh }: { fresh: boolean }): Promise<GrantedToken | CrmFailure> => {
    const { clientId = '', clientSecret = '' } = await credentials({ fresh });
    const loginUrl = source.loginUrl.replace(/\/$/, '');
    const session = openSession({ web, clock, hosts: sourceHosts({ apiUrl: loginUrl }) });
    const answer = await session.request({
      ...{ method: 'POST', url: `${loginUrl}/${encodeURIComponent(source.tenantId)}/oauth2/v2.0/token` },
      form: {
        ...{ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret },
        scope: `${new URL(source.apiUrl).origin}/.default`,
      },
    });
    // AADSTS7000215 (wrong secret) is 401, AADSTS700016 (no such app) is 400: somebody has to mend it.
    if (answer.outcome === 'invalid') return { outcome: 'refused', status: 403 };
    if (answer.outcome !== 'ok') return answer;
    const { access_token: given, expires_in: seconds } = asJson(answer.json);
    const token = textOf(given);
    if (token === undefined) return { outcome: 'unusable', status: answer.status };
    return { outcome: 'granted', token, lifetime: (numberOf(seconds) ?? 0) * SECOND };
  };
}
