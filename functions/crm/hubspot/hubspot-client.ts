/** HubSpot's API (api.hubapi.com): one token, batches of a hundred, pages by `paging.next.after`. */
import type { HubspotSource } from '#core/contracts/configuration.ts';
import { SECOND } from '#core/policy.ts';
import { sourceHosts } from '#core/source-hosts.ts';
import { bearer, type GrantedToken } from '../access-token.ts';
import type { CrmAccess } from '../connector.ts';
import { type CrmAnswer, type CrmFailure, type CrmRequest, openSession } from '../crm-session.ts';
import { asJson, idOf, type Json, listIn, numberOf, textOf } from '../json.ts';

/** Inputs of a batch read (API reference, "Read a batch of …"). */
const BATCH = 100;
/** 429 without Retry-After: the limit that is met most often is one of ten seconds (API usage guidelines). */
const LIMIT_WAIT = 10 * SECOND;
/**
 * Searches have a limit of their own: five a second for the whole account, and beyond it 429 with policy SECONDLY ("Search the CRM";
 * "API usage guidelines"). HubSpot's own client then waits as long (hubspot-api-nodejs, `TOO_MANY_SEARCH_REQUESTS`).
 */
const SEARCH_WAIT = SECOND;
const SEARCH_LIMIT = { policyName: 'SECONDLY', message: 'You have reached your secondly limit.' };
/** A private app's token ends when somebody rotates it. */
const FOREVER = 24 * 60 * 60 * SECOND;

export type Records = { readonly outcome: 'records'; readonly records: readonly Json[] } | CrmFailure;
/** Of one associated record: its id, and the labels of the association. */
export interface Associated {
  readonly id: string;
  readonly labels: readonly string[];
}
export type Associations = { readonly outcome: 'associated'; readonly to: readonly Associated[] } | CrmFailure;

export interface HubspotClient {
  request(method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE', path: string, json?: unknown): Promise<CrmAnswer>;
  /** A file: what the answer says is the file's. */
  upload(path: string, streamed: NonNullable<CrmRequest['streamed']>): Promise<CrmAnswer>;
  associated(from: string, fromId: string, to: string, most: number): Promise<Associations>;
  /** Asked once more after a second when the account's searches of this one are used up; a caller's phone rings longer than that. */
  search(type: string, body: object): Promise<Records>;
  batchRead(type: string, ids: readonly string[], properties: readonly string[]): Promise<Records>;
}

type Access = Pick<CrmAccess<HubspotSource>, 'source' | 'web' | 'clock' | 'pause' | 'credentials'>;

export function hubspotClient(access: Access): HubspotClient {
  const { source, web, clock, pause } = access;
  const hosts = sourceHosts(source);
  const session = openSession({ web, clock, hosts, authorize: bearer(clock, grantOf(access)) });

  async function ask(method: CrmRequest['method'], path: string, body: Pick<CrmRequest, 'json' | 'streamed'>) {
    const url = `${source.apiUrl.replace(/\/$/, '')}${path}`;
    const answer = await session.request({ method, url, ...body });
    if (answer.outcome !== 'unavailable' || answer.status !== 429 || answer.retryAfter > 0) return answer;
    return { ...answer, retryAfter: isOfSearches(answer) ? SEARCH_WAIT : LIMIT_WAIT };
  }
  const request: HubspotClient['request'] = (method, path, json) =>
    ask(method, path, json === undefined ? {} : { json });

  return {
    request,
    upload: (path, streamed) => ask('POST', path, { streamed }),

    async associated(from, fromId, to, most) {
      const found: Associated[] = [];
      let after: string | undefined;
      do {
        const input = { id: fromId, ...(after !== undefined && { after }) };
        const answer = await request('POST', `/crm/v4/associations/${from}/${to}/batch/read`, { inputs: [input] });
        if (answer.outcome !== 'ok') return answer;
        const [result] = listIn(answer.json, 'results') ?? [];
        found.push(...(listIn(result, 'to') ?? []).flatMap(associatedFrom));
        after = textOf(asJson(asJson(asJson(result).paging).next).after);
      } while (after !== undefined && found.length < most);
      return { outcome: 'associated', to: found.slice(0, most) };
    },

    async search(type, body) {
      const ask = () => request('POST', `/crm/v3/objects/${type}/search`, body);
      const first = await ask();
      const isSoon = first.outcome === 'unavailable' && isOfSearches(first) && first.retryAfter <= SEARCH_WAIT;
      if (isSoon) await pause(SEARCH_WAIT);
      const answer = isSoon ? await ask() : first;
      if (answer.outcome === 'unavailable' && isOfSearches(answer)) return { ...answer, isOfSearches: true };
      if (answer.outcome !== 'ok') return answer;
      const records = listIn(answer.json, 'results');
      return records === undefined ? { outcome: 'unusable', status: answer.status } : { outcome: 'records', records };
    },

    async batchRead(type, ids, properties) {
      const batches = Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, index) =>
        ids.slice(index * BATCH, (index + 1) * BATCH),
      );
      const records: Json[] = [];
      // One after the other: ten seconds have a limit of a hundred requests, for all who use the account.
      for (const batch of batches) {
        const inputs = batch.map((id) => ({ id }));
        const answer = await request('POST', `/crm/v3/objects/${type}/batch/read`, { properties, inputs });
        if (answer.outcome !== 'ok') return answer;
        const results = listIn(answer.json, 'results');
        if (results === undefined) return { outcome: 'unusable', status: answer.status };
        records.push(...results);
      }
      return { outcome: 'records', records };
    },
  };
}

/** Which limit was met stands in the answer's body; not every one has both members. */
function isOfSearches({ status, json }: Extract<CrmFailure, { outcome: 'unavailable' }>): boolean {
  const { policyName, message } = asJson(json);
  return status === 429 && (policyName === SEARCH_LIMIT.policyName || message === SEARCH_LIMIT.message);
}

function associatedFrom(entry: Json): Associated[] {
  const id = idOf(entry.toObjectId);
  if (id === undefined) return [];
  const labels = (listIn(entry, 'associationTypes') ?? []).flatMap(({ label }) => textOf(label) ?? []);
  return [{ id, labels }];
}

/** A private app's access token, or an OAuth app's, got with its refresh token. */
function grantOf({ source, web, clock, credentials }: Access) {
  return async ({ fresh }: { fresh: boolean }): Promise<GrantedToken | CrmFailure> => {
    const { accessToken, clientId = '', current = '', refreshToken } = await credentials({ fresh });
    if (refreshToken === undefined) {
      if (accessToken === undefined) return { outcome: 'refused', status: 401 };
      return { outcome: 'granted', token: accessToken, lifetime: FOREVER };
    }
    const session = openSession({ web, clock, hosts: sourceHosts(source) });
    const answer = await session.request({
      ...{ method: 'POST', url: `${source.apiUrl.replace(/\/$/, '')}/oauth/v1/token` },
      form: {
        ...{ grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken },
        // The app's client secret also signs its webhooks.
        client_secret: current,
      },
    });
    if (answer.outcome === 'invalid') return { outcome: 'refused', status: 401 };
    if (answer.outcome !== 'ok') return answer;
    const { access_token: token, expires_in: seconds } = asJson(answer.json);
    const granted = textOf(token);
    if (granted === undefined) return { outcome: 'unusable', status: answer.status };
    return { outcome: 'granted', token: granted, lifetime: (numberOf(seconds) ?? 0) * SECOND };
  };
}
