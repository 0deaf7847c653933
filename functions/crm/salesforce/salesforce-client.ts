/** Salesforce's REST API: one token, several requests in one round trip, query results by pages. */
import type { SalesforceSource } from '#core/contracts/configuration.ts';
import { sourceHosts } from '#core/source-hosts.ts';
import { bearer } from '../access-token.ts';
import type { CrmAccess } from '../connector.ts';
import { type CrmAnswer, type CrmFailure, type CrmRequest, openSession } from '../crm-session.ts';
import { asJson, idOf, type Json, listIn, numberOf, textOf } from '../json.ts';
import { partOf, understood } from './salesforce-answer.ts';
import { limitWatch } from './salesforce-limit.ts';
import { salesforceGrant } from './salesforce-token.ts';

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

/** Of a composite, which has at most 25, five of them queries (REST API Developer Guide, "Composite"). */
export interface Subrequest {
  readonly method: Method;
  /** After `/services/data/v…`. What an earlier one has answered is named as `@{name.member}`. */
  readonly path: string;
  readonly body?: Json;
}

export type Found = { readonly outcome: 'found'; readonly records: readonly Json[] } | CrmFailure;
export type Together =
  | { readonly outcome: 'together'; readonly answers: Readonly<Record<string, CrmAnswer>> }
  | CrmFailure;

export interface SalesforceClient {
  /** @param path after `/services/data/v…` */
  request(method: Method, path: string, json?: Json): Promise<CrmAnswer>;
  /** By name, each with its own answer. With `allOrNone` nothing is done unless all is. */
  together(requests: Readonly<Record<string, Subrequest>>, allOrNone: boolean): Promise<Together>;
  /** A file with its record, whose id is answered. */
  upload(path: string, streamed: NonNullable<CrmRequest['streamed']>): Promise<CrmAnswer>;
  query(soql: string, most: number): Promise<Found>;
  /** All pages of a query's answer, up to so many records. */
  allOf(answer: CrmAnswer, most: number): Promise<Found>;
  url(path: string): string;
  authorize: ReturnType<typeof bearer>;
}

export const queryPath = (soql: string): string => `/query?q=${encodeURIComponent(soql)}`;

type Access = Pick<CrmAccess<SalesforceSource>, 'source' | 'web' | 'clock' | 'credentials' | 'log'>;

export function salesforceClient(access: Access): SalesforceClient {
  const { source, web, clock, log } = access;
  const base = `/services/data/v${source.apiVersion}`;
  const authorize = bearer(clock, salesforceGrant(access));
  const session = openSession({ web, clock, hosts: sourceHosts(source), authorize });
  const watch = limitWatch(({ used, limit }) =>
    log.info('crm-limit-near', { sourceId: source.id, detail: `api-usage:${used}:${limit}` }),
  );
  const send: typeof session.request = async (request) => {
    const answer = await session.request(request);
    watch(answer);
    return understood(answer);
  };
  const url = (path: string): string => `${source.apiUrl}${base}${path}`;
  const ask = async (method: Method, address: string, json?: Json): Promise<CrmAnswer> =>
    send({ method, url: address, ...(json !== undefined && { json }) });

  async function allOf(answer: CrmAnswer, most: number): Promise<Found> {
    const records: Json[] = [];
    let page = answer;
    for (;;) {
      if (page.outcome !== 'ok') return page;
      const found = listIn(page.json, 'records');
      if (found === undefined) return { outcome: 'unusable', status: page.status };
      records.push(...found);
      const next = textOf(asJson(page.json).nextRecordsUrl);
      if (next === undefined || records.length >= most) return { outcome: 'found', records: records.slice(0, most) };
      if (!next.startsWith('/services/data/')) return { outcome: 'unusable', status: page.status };
      page = await ask('GET', `${source.apiUrl}${next}`);
    }
  }

  return {
    ...{ url, authorize, allOf },
    request: (method, path, json) => ask(method, url(path), json),
    upload: (path, streamed) => send({ method: 'POST', url: url(path), streamed }),
    query: async (soql, most) => allOf(await ask('GET', url(queryPath(soql))), most),

    async together(requests, allOrNone) {
      const compositeRequest = Object.entries(requests).map(([referenceId, { method, path, body }]) => ({
        ...{ method, referenceId, url: `${base}${path}` },
        ...(body !== undefined && { body }),
      }));
      const answer = await ask('POST', url('/composite'), { allOrNone, compositeRequest });
      if (answer.outcome !== 'ok') return answer;
      const parts = (listIn(answer.json, 'compositeResponse') ?? []).map((part): [string, CrmAnswer] => [
        idOf(part.referenceId) ?? '',
        partOf(numberOf(part.httpStatusCode) ?? 0, part.body),
      ]);
      const answers = Object.fromEntries(parts);
      const isWhole = Object.keys(requests).every((name) => answers[name] !== undefined);
      return isWhole ? { outcome: 'together', answers } : { outcome: 'unusable', status: answer.status };
    },
  };
}
